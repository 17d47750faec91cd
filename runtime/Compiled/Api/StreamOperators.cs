using System.ComponentModel;

namespace Compiled;

/// <summary>
/// The operators of queries, in LINQ's words. They carry types for the C# compiler; the Compiled generator reads the calls and emits the loops. None is ever called.
/// </summary>
public static class StreamOperators
{
    /// <summary>Keeps the rows for which <paramref name="predicate"/> holds.</summary>
    public static IStream<T> Where<T>(this IStream<T> source, Func<T, bool> predicate) => throw QueryIsNotCode.Exception();

    /// <summary>Makes one row of each row.</summary>
    public static IStream<TResult> Select<T, TResult>(this IStream<T> source, Func<T, TResult> selector) => throw QueryIsNotCode.Exception();

    /// <summary>Makes any number of rows of each row.</summary>
    public static IStream<TResult> SelectMany<T, TResult>(this IStream<T> source, Func<T, IEnumerable<TResult>> selector) => throw QueryIsNotCode.Exception();

    /// <summary>Makes any number of rows of each row and combines each with the row it came from.</summary>
    public static IStream<TResult> SelectMany<T, TItem, TResult>(this IStream<T> source, Func<T, IEnumerable<TItem>> collection, Func<T, TItem, TResult> result) =>
        throw QueryIsNotCode.Exception();

    /// <summary>All rows of both streams; the order between them is not defined.</summary>
    public static IStream<T> Union<T>(this IStream<T> first, IStream<T> second) => throw QueryIsNotCode.Exception();

    /// <summary>
    /// States how late rows may come: the watermark is the greatest time seen less <paramref name="delay"/>, computed at the end of each batch, as in Structured Streaming.
    /// </summary>
    /// <param name="source">The stream.</param>
    /// <param name="time">The time of a row: a date member.</param>
    /// <param name="delay">A duration such as <c>"30 minutes"</c>, checked at build time.</param>
    public static IStream<T> WithWatermark<T>(this IStream<T> source, Func<T, DateTimeOffset> time, string delay) => throw QueryIsNotCode.Exception();

    /// <inheritdoc cref="WithWatermark{T}(IStream{T}, Func{T, DateTimeOffset}, string)"/>
    public static IStream<T> WithWatermark<T>(this IStream<T> source, Func<T, DateTime> time, string delay) => throw QueryIsNotCode.Exception();

    /// <summary>Groups rows by a key: a value, a tuple, an anonymous or a record type.</summary>
    public static IGroupedStream<TKey, T> GroupBy<T, TKey>(this IStream<T> source, Func<T, TKey> key) => throw QueryIsNotCode.Exception();

    /// <summary>Groups rows by a key and a window of event time.</summary>
    public static IGroupedStream<TKey, T> GroupBy<T, TKey>(this IStream<T> source, Func<T, TKey> key, Window window) => throw QueryIsNotCode.Exception();

    /// <summary>Groups rows by a window of event time.</summary>
    public static IGroupedStream<WindowBounds, T> GroupBy<T>(this IStream<T> source, Window window) => throw QueryIsNotCode.Exception();

    /// <summary>Groups rows by a key and a window over the stated time.</summary>
    public static IGroupedStream<TKey, T> GroupBy<T, TKey>(this IStream<T> source, Func<T, TKey> key, Window window, Func<T, DateTimeOffset> time) => throw QueryIsNotCode.Exception();

    /// <summary>Groups rows by a window over the stated time.</summary>
    public static IGroupedStream<WindowBounds, T> GroupBy<T>(this IStream<T> source, Window window, Func<T, DateTimeOffset> time) => throw QueryIsNotCode.Exception();

    /// <summary>Is always an error of the build, CMP0303: the watermark that ends groups stands before their GroupBy. It is here so that the error says so.</summary>
    [EditorBrowsable(EditorBrowsableState.Never)]
    public static IGroupedStream<TKey, T> WithWatermark<TKey, T>(this IGroupedStream<TKey, T> source, Func<T, DateTimeOffset> time, string delay) => throw QueryIsNotCode.Exception();

    /// <inheritdoc cref="WithWatermark{TKey, T}(IGroupedStream{TKey, T}, Func{T, DateTimeOffset}, string)"/>
    [EditorBrowsable(EditorBrowsableState.Never)]
    public static IGroupedStream<TKey, T> WithWatermark<TKey, T>(this IGroupedStream<TKey, T> source, Func<T, DateTime> time, string delay) => throw QueryIsNotCode.Exception();

    /// <summary>Keeps the groups for which <paramref name="predicate"/> holds when they are delivered (SQL's HAVING).</summary>
    public static IGroupedStream<TKey, T> Where<TKey, T>(this IGroupedStream<TKey, T> source, Func<IGroup<TKey, T>, bool> predicate) => throw QueryIsNotCode.Exception();

    /// <summary>Makes one row of each group.</summary>
    public static IStream<TResult> Select<TKey, T, TResult>(this IGroupedStream<TKey, T> source, Func<IGroup<TKey, T>, TResult> selector) => throw QueryIsNotCode.Exception();

    /// <summary>Orders the whole result; output mode Complete only.</summary>
    public static IOrderedStream<T> OrderBy<T, TKey>(this IStream<T> source, Func<T, TKey> key) => throw QueryIsNotCode.Exception();

    /// <summary>Orders the whole result, greatest first; output mode Complete only.</summary>
    public static IOrderedStream<T> OrderByDescending<T, TKey>(this IStream<T> source, Func<T, TKey> key) => throw QueryIsNotCode.Exception();

    /// <summary>Orders rows that are equal so far.</summary>
    public static IOrderedStream<T> ThenBy<T, TKey>(this IOrderedStream<T> source, Func<T, TKey> key) => throw QueryIsNotCode.Exception();

    /// <summary>Orders rows that are equal so far, greatest first.</summary>
    public static IOrderedStream<T> ThenByDescending<T, TKey>(this IOrderedStream<T> source, Func<T, TKey> key) => throw QueryIsNotCode.Exception();

    /// <summary>The first <paramref name="count"/> rows of the result; output mode Complete only.</summary>
    public static IStream<T> Take<T>(this IStream<T> source, int count) => throw QueryIsNotCode.Exception();

    /// <summary>
    /// A running fold: each row is replaced by the accumulator after it. After <c>OrderBy</c> in Complete mode it starts anew from <paramref name="seed"/> every batch.
    /// </summary>
    public static IStream<TAccumulate> Scan<T, TAccumulate>(this IStream<T> source, TAccumulate seed, Func<TAccumulate, T, TAccumulate> accumulate) => throw QueryIsNotCode.Exception();
}
