using System.Numerics;

namespace Compiled;

/// <summary>The aggregates of a group. Read at build time; none is ever called.</summary>
/// <remarks>
/// Null values are ignored. Over no value, <c>Sum</c> is zero, and <c>Min</c>, <c>Max</c> and <c>Average</c> of a nullable value are null; a group has at least one row.
/// Integer sums wrap like unchecked C# addition in the type of the value (<see cref="int"/> and smaller are summed as <see cref="long"/>).
/// </remarks>
public static class GroupAggregates
{
    /// <summary>Number of rows.</summary>
    public static long Count<TKey, T>(this IGroup<TKey, T> group) => throw QueryIsNotCode.Exception();

    /// <summary>Number of rows for which <paramref name="predicate"/> holds.</summary>
    public static long Count<TKey, T>(this IGroup<TKey, T> group, Func<T, bool> predicate) => throw QueryIsNotCode.Exception();

    /// <summary>Number of different values, exactly; null is not counted. Keeps every value of every group in state.</summary>
    public static long CountDistinct<TKey, T, TValue>(this IGroup<TKey, T> group, Func<T, TValue> value) => throw QueryIsNotCode.Exception();

    /// <summary>Sum, in 64 bits.</summary>
    public static long Sum<TKey, T>(this IGroup<TKey, T> group, Func<T, int> value) => throw QueryIsNotCode.Exception();

    /// <summary>Sum.</summary>
    public static long Sum<TKey, T>(this IGroup<TKey, T> group, Func<T, long> value) => throw QueryIsNotCode.Exception();

    /// <summary>Sum; rows are added in order of arrival.</summary>
    public static double Sum<TKey, T>(this IGroup<TKey, T> group, Func<T, double> value) => throw QueryIsNotCode.Exception();

    /// <summary>Sum.</summary>
    public static decimal Sum<TKey, T>(this IGroup<TKey, T> group, Func<T, decimal> value) => throw QueryIsNotCode.Exception();

    /// <summary>Sum of the values that are not null, in 64 bits.</summary>
    public static long Sum<TKey, T>(this IGroup<TKey, T> group, Func<T, int?> value) => throw QueryIsNotCode.Exception();

    /// <summary>Sum of the values that are not null.</summary>
    public static long Sum<TKey, T>(this IGroup<TKey, T> group, Func<T, long?> value) => throw QueryIsNotCode.Exception();

    /// <summary>Sum of the values that are not null.</summary>
    public static double Sum<TKey, T>(this IGroup<TKey, T> group, Func<T, double?> value) => throw QueryIsNotCode.Exception();

    /// <summary>Sum of the values that are not null.</summary>
    public static decimal Sum<TKey, T>(this IGroup<TKey, T> group, Func<T, decimal?> value) => throw QueryIsNotCode.Exception();

    /// <summary>The least value: a number, a date or a <see cref="Utf8String"/>.</summary>
    public static TValue Min<TKey, T, TValue>(this IGroup<TKey, T> group, Func<T, TValue> value) => throw QueryIsNotCode.Exception();

    /// <summary>The greatest value: a number, a date or a <see cref="Utf8String"/>.</summary>
    public static TValue Max<TKey, T, TValue>(this IGroup<TKey, T> group, Func<T, TValue> value) => throw QueryIsNotCode.Exception();

    /// <summary>Arithmetic mean, as sum by count.</summary>
    public static double Average<TKey, T>(this IGroup<TKey, T> group, Func<T, int> value) => throw QueryIsNotCode.Exception();

    /// <summary>Arithmetic mean, as sum by count.</summary>
    public static double Average<TKey, T>(this IGroup<TKey, T> group, Func<T, long> value) => throw QueryIsNotCode.Exception();

    /// <summary>Arithmetic mean, as sum by count.</summary>
    public static double Average<TKey, T>(this IGroup<TKey, T> group, Func<T, double> value) => throw QueryIsNotCode.Exception();

    /// <summary>Arithmetic mean, as sum by count.</summary>
    public static decimal Average<TKey, T>(this IGroup<TKey, T> group, Func<T, decimal> value) => throw QueryIsNotCode.Exception();

    /// <summary>Arithmetic mean of the values that are not null; null if there is none.</summary>
    public static double? Average<TKey, T>(this IGroup<TKey, T> group, Func<T, double?> value) => throw QueryIsNotCode.Exception();
}
