namespace Compiled.Generator.Plan;

/// <summary>Names that generated code adds to the user's class, beside the methods Read and Explain.</summary>
public static class GeneratedNames
{
    /// <summary>The class that everything is in which users do not call: their own names stay theirs.</summary>
    public const string Host = "GeneratedPipeline";

    /// <summary>The class that Read returns.</summary>
    public const string Inputs = "BoundInputs";
}
