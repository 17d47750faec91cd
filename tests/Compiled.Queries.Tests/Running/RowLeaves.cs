using System.Collections;
using System.Globalization;
using Compiled.Generator.Plan;
using Compiled.Queries.Tests.Interpreting;

namespace Compiled.Queries.Tests.Running;

/// <summary>Rows of any form as lists of plain values, compared with the tolerance that sums of floating-point numbers need.</summary>
internal static class RowLeaves
{
    private const double Tolerance = 1e-9;

    public static List<object?[]> Of(IEnumerable rows, RowSchema schema) => [.. rows.Cast<object?>().Select(r => (object?[])[.. Leaves(r, schema)])];

    /// <summary>The same rows; in the same order if <paramref name="ordered"/>.</summary>
    public static void AssertEqual(List<object?[]> expected, List<object?[]> actual, bool ordered, string what)
    {
        if (!ordered)
        {
            expected.Sort(Order);
            actual.Sort(Order);
        }

        for (int i = 0; i < Math.Min(expected.Count, actual.Count); i++)
        {
            Assert.True(Same(expected[i], actual[i]), $"{what}: row {i} of {expected.Count} is\n  {Text(actual[i])}, expected\n  {Text(expected[i])}");
        }

        Assert.True(expected.Count == actual.Count, $"{what}: {actual.Count} rows instead of {expected.Count}, first is {Text(actual.Concat(expected).FirstOrDefault() ?? [])}");
    }

    private static IEnumerable<object?> Leaves(object? row, RowSchema schema)
    {
        if (row is null || schema.Construction == RowConstruction.Scalar)
        {
            yield return row;
            yield break;
        }

        for (int i = 0; i < schema.Columns.Count; i++)
        {
            ColumnSchema column = schema.Columns[i];
            bool isTuple = row is System.Runtime.CompilerServices.ITuple;
            object? value = isTuple ? ((System.Runtime.CompilerServices.ITuple)row)[i] : Members.Get(row, column.Member);
            if (column.Kind == ColumnKind.List)
            {
                foreach (object? item in (IEnumerable)value!)
                {
                    yield return "item";
                    foreach (object? leaf in Leaves(item, column.Nested!))
                    {
                        yield return leaf;
                    }
                }
            }
            else if (column.Kind == ColumnKind.Record)
            {
                foreach (object? leaf in Leaves(value, column.Nested!))
                {
                    yield return leaf;
                }
            }
            else
            {
                yield return value;
            }
        }
    }

    private static bool Same(object?[] left, object?[] right) => left.Length == right.Length && left.Zip(right).All(pair => Same(pair.First, pair.Second));

    private static bool Same(object? left, object? right) => (left, right) switch
    {
        (double a, double b) => a.Equals(b) || Math.Abs(a - b) <= Tolerance * Math.Max(1, Math.Max(Math.Abs(a), Math.Abs(b))),
        (float a, float b) => a.Equals(b),
        _ => Equals(left, right),
    };

    // Exact values first: floating-point ones may differ in their last digits and must not decide between rows that differ otherwise.
    private static int Order(object?[] left, object?[] right)
    {
        int exact = Compare(left, right, v => v is not double);
        return exact != 0 ? exact : Compare(left, right, v => v is double);
    }

    private static int Compare(object?[] left, object?[] right, Func<object?, bool> which) =>
        left.Where(which).Zip(right.Where(which)).Select(p => Comparer.Default.Compare(p.First, p.Second)).FirstOrDefault(c => c != 0);

    private static string Text(object?[] row) => string.Join(" | ", row.Select(v => Convert.ToString(v, CultureInfo.InvariantCulture) ?? "null"));
}
