using System.Collections;

namespace Compiled;

/// <summary>
/// A list of rows inside a row: a JSON array of objects or values. In a query it is the source of <c>SelectMany</c>, or counted; the compiler keeps its
/// elements as columns. As part of a row that reached user code (a memory sink, <c>ForEach</c>) it is an ordinary read-only list.
/// </summary>
/// <typeparam name="T">The element type.</typeparam>
public readonly struct Rows<T> : IReadOnlyList<T>
{
    private readonly T[]? _items;

    /// <summary>A list of these elements; the array is not copied.</summary>
    public Rows(params T[] items) => _items = items;

    /// <summary>Number of elements.</summary>
    public int Count => _items?.Length ?? 0;

    /// <summary>The element at <paramref name="index"/>.</summary>
    /// <exception cref="IndexOutOfRangeException">Outside the list.</exception>
    public T this[int index] => (_items ?? [])[index];

    /// <inheritdoc/>
    public IEnumerator<T> GetEnumerator() => ((IEnumerable<T>)(_items ?? [])).GetEnumerator();

    /// <inheritdoc/>
    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
