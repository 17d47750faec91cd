namespace Compiled.Analyzers;

/// <summary>The topics of the rules: the first two digits of an id.</summary>
internal static class Categories
{
    public const string Shape = "Compiled.Shape";
    public const string Types = "Compiled.Types";
    public const string Time = "Compiled.Time";
    public const string OutputMode = "Compiled.OutputMode";
    public const string State = "Compiled.State";
    public const string Determinism = "Compiled.Determinism";
}
