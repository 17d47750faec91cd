namespace Compiled.Generator;

/// <summary>Names of the generator's steps, in order; tests ask for the reason why a step ran by these names.</summary>
public static class StepNames
{
    /// <summary>Finding the classes with [Pipeline] and parsing each: Roslyn runs both in one transform.</summary>
    public const string Parse = nameof(Parse);

    /// <summary>What emission depends on: the plan, without findings, where there is one.</summary>
    public const string Plan = nameof(Plan);

    /// <summary>The generated text.</summary>
    public const string Emit = nameof(Emit);
}
