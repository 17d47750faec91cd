using Compiled.Generator.Plan.Operators;

namespace Compiled.Generator.Plan.Checks;

/// <summary>
/// Follows a column from an operator down to the rows it was read from, through projections that rename it. A path is the member names joined by dots;
/// null is "not a plain column", of which nothing is claimed.
/// </summary>
internal static class ColumnTrace
{
    /// <summary>The column that a lambda of one row gives, or null if it computes something.</summary>
    public static string? PathOf(Lambda lambda) => PathOf(lambda.Body, parameter: 0);

    /// <summary>The watermarks below an operator, nearest first in each branch, each with the path that <paramref name="path"/> has among its rows.</summary>
    public static IEnumerable<(WatermarkOperator Watermark, string? Path)> Watermarks(Operator above, string? path)
    {
        foreach (Operator source in above.Sources)
        {
            if (source is WatermarkOperator watermark)
            {
                yield return (watermark, path);
                continue;
            }

            foreach ((WatermarkOperator, string?) found in Watermarks(source, Below(source, path)))
            {
                yield return found;
            }
        }
    }

    private static string? Below(Operator op, string? path) => op switch
    {
        _ when path is null => null,
        ProjectOperator project => Through(project.Selector.Body, path),
        FlattenOperator { Selector: { } selector } => Through(selector.Body, path),
        FilterOperator or UnionOperator => path,
        _ => null,
    };

    /// <summary>What a column of a projection's result was among the rows projected.</summary>
    private static string? Through(Expression body, string path)
    {
        if (PathOf(body, parameter: 0) is { } whole)
        {
            return Join(whole, path);
        }

        int dot = path.IndexOf('.');
        string member = dot < 0 ? path : path.Substring(0, dot);
        string rest = dot < 0 ? "" : path.Substring(dot + 1);
        return body is NewExpression made && Assigned(made, member) is { } value && PathOf(value, parameter: 0) is { } below ? Join(below, rest) : null;
    }

    private static Expression? Assigned(NewExpression made, string member)
    {
        for (int i = 0; i < made.Members.Count; i++)
        {
            if (made.Members[i] == member)
            {
                return made.Arguments[i];
            }
        }

        return made.Initializers.FirstOrDefault(i => i.Member == member)?.Value;
    }

    private static string? PathOf(Expression expression, int parameter) => expression switch
    {
        ParameterExpression row when row.Index == parameter => "",
        ConversionExpression conversion => PathOf(conversion.Operand, parameter),
        MemberExpression member when PathOf(member.Target, parameter) is { } target => Join(target, member.Member),
        _ => null,
    };

    private static string Join(string first, string second) => first.Length == 0 ? second : second.Length == 0 ? first : first + "." + second;
}
