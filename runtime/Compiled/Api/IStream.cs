namespace Compiled;

/// <summary>
/// An unbounded sequence of rows in a <see cref="QueryAttribute"/> method. It exists for the compiler only: nothing implements it, and the operators of
/// <see cref="StreamOperators"/> are read at build time and never called.
/// </summary>
/// <typeparam name="T">The row type: a record, struct, class, or a single value.</typeparam>
public interface IStream<out T>;

/// <summary>A stream after <c>OrderBy</c>: may be ordered further by <c>ThenBy</c>.</summary>
/// <typeparam name="T">The row type.</typeparam>
public interface IOrderedStream<out T> : IStream<T>;

/// <summary>A stream whose rows are grouped; <c>Select</c> makes one row of each group.</summary>
/// <typeparam name="TKey">The key.</typeparam>
/// <typeparam name="T">The row type.</typeparam>
public interface IGroupedStream<TKey, out T>;

/// <summary>One group, as the lambda after <c>GroupBy</c> sees it.</summary>
/// <typeparam name="TKey">The key.</typeparam>
/// <typeparam name="T">The row type.</typeparam>
public interface IGroup<out TKey, out T>
{
    /// <summary>What the rows of the group have in common.</summary>
    TKey Key { get; }

    /// <summary>The window of the group; only after a <c>GroupBy</c> with a <see cref="Compiled.Window"/>.</summary>
    WindowBounds Window { get; }
}

/// <summary>Bounds of a window: half open, the end excluded.</summary>
/// <param name="Start">First instant inside, UTC.</param>
/// <param name="End">First instant after, UTC.</param>
public readonly record struct WindowBounds(DateTimeOffset Start, DateTimeOffset End);

/// <summary>A window specification, for <c>GroupBy</c>. Read at build time.</summary>
public sealed class Window
{
    private Window()
    {
    }

    /// <summary>Windows of a fixed size side by side, aligned to 1970-01-01T00:00:00Z.</summary>
    /// <param name="size">A duration: <c>"15 minutes"</c>, <c>"1 hour 30 minutes"</c>; checked at build time.</param>
    /// <returns>Never: the compiler reads the call.</returns>
    /// <exception cref="InvalidOperationException">Always, if called.</exception>
    public static Window Tumbling(string size) => throw QueryIsNotCode.Exception();

    /// <summary>Windows of a fixed size side by side, aligned to 1970-01-01T00:00:00Z plus <paramref name="offset"/>.</summary>
    /// <param name="size">The size.</param>
    /// <param name="offset">Shift of the alignment, less than the size.</param>
    /// <returns>Never: the compiler reads the call.</returns>
    /// <exception cref="InvalidOperationException">Always, if called.</exception>
    public static Window Tumbling(string size, string offset) => throw QueryIsNotCode.Exception();
}

internal static class QueryIsNotCode
{
    public static InvalidOperationException Exception() =>
        new("CMP0105: a query is read by the compiler and never runs. Start the pipeline with its Read(...).Write(...) methods instead of calling the query.");
}
