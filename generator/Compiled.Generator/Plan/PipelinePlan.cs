using Compiled.Generator.Plan.Operators;

namespace Compiled.Generator.Plan;

/// <summary>One pipeline: the root of the plan. Value-equal; holds no symbol, no syntax and no location but the plain spans that #line needs.</summary>
/// <param name="Namespace">Empty for the global namespace.</param>
/// <param name="Containers">Declarations of the types around the class, outermost first, for example "public partial class Outer".</param>
/// <param name="ClassName">Name of the class.</param>
/// <param name="Declaration">Declaration to repeat, for example "public static partial class TradeTotals".</param>
public sealed record PipelinePlan(
    string Namespace,
    EquatableArray<string> Containers,
    string ClassName,
    string Declaration,
    EquatableArray<InputPlan> Inputs,
    EquatableArray<ParameterPlan> Parameters,
    EquatableArray<QueryPlan> Queries)
{
    /// <summary>Accessibility of Read and Write: public, or as narrow as the narrowest of the row and parameter types in their signatures.</summary>
    public string Accessibility { get; init; } = "public";

    /// <summary>Whether the project checks arithmetic for overflow unless told otherwise.</summary>
    public bool ChecksOverflow { get; init; }

    /// <summary>Namespace and nesting and name, joined by dots: names the pipeline in messages, checkpoints and the hint name.</summary>
    public string FullName
    {
        get
        {
            IEnumerable<string> containers = Containers.Select(c => c.Substring(c.LastIndexOf(' ') + 1));
            return string.Join(".", new[] { Namespace }.Where(n => n.Length > 0).Concat(containers).Concat(new[] { ClassName }));
        }
    }
}

/// <summary>An input: queries that name the same parameter share it, its scan and its decoder.</summary>
public sealed record InputPlan(int Id, string Name, RowSchema Row, FormatOptions Format);

/// <summary>A parameter of the pipeline that is not a stream: its value is given at Read.</summary>
/// <param name="Default">C# text of its default value, or null.</param>
public sealed record ParameterPlan(string Name, TypeRef Type, string? Default);

/// <summary>Mirrors Compiled.OutputMode.</summary>
public enum QueryOutputMode
{
    Append,
    Update,
    Complete,
}

/// <summary>One query.</summary>
public sealed record QueryPlan(int Id, string Name, QueryOutputMode OutputMode, Operator Root)
{
    public RowSchema Result => Root.Result;

    /// <summary>The method's name in the user's source, for findings.</summary>
    public SourceSpan? Place { get; init; }

    /// <summary>The output mode in the attribute (<c>OutputMode.Complete</c>); the attribute's name if it states none.</summary>
    public SourceSpan? ModePlace { get; init; }
}
