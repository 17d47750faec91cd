using Compiled.Generator.Plan;
using Microsoft.CodeAnalysis;

namespace Compiled.Generator.Parse;

/// <summary>What rows can be grouped by.</summary>
internal static class KeyChecks
{
    private const string Remedy = " Use a value, text, a tuple, an anonymous type or a record struct of these.";

    /// <summary>What is wrong with a key; null if nothing is.</summary>
    public static string? ProblemOf(ITypeSymbol key, ParseContext context)
    {
        ITypeSymbol type = TypeReader.WithoutNull(key);
        if (context.Symbols.ScalarKind(type) is not null)
        {
            return null;
        }

        string name = type.ToDisplayString(SymbolDisplayFormat.MinimallyQualifiedFormat);
        if (!type.IsValueType && !type.IsAnonymousType)
        {
            return $"Rows cannot be grouped by '{name}', which is a class: keys are kept as values." + Remedy;
        }

        if (TypeReader.NullableValue(key) is not null)
        {
            return $"Rows cannot be grouped by '{name}?', which is a row that may be missing: group by its members." + Remedy;
        }

        SchemaResult schema = context.Schemas.Parse(type);
        return schema.Problem is { } problem ? $"Rows cannot be grouped by '{name}': {problem}." + Remedy : ProblemOf(schema.Schema, name);
    }

    private static string? ProblemOf(RowSchema row, string name)
    {
        foreach (ColumnSchema column in row.Columns)
        {
            if (column.Kind == ColumnKind.List)
            {
                return $"Rows cannot be grouped by '{name}', whose member '{column.Member}' is a list." + Remedy;
            }

            if (column.Kind == ColumnKind.Record)
            {
                return $"Rows cannot be grouped by '{name}', whose member '{column.Member}' has members of its own: put those into the key one by one." + Remedy;
            }
        }

        return null;
    }
}
