using System.Runtime.CompilerServices;
using Compiled.Memory;

namespace Compiled.State;

/// <summary>
/// Text inside aggregates, for <c>Min</c> and <c>Max</c> of text; the default value is null. A new value overwrites the old one's bytes when they
/// suffice, so a value that changes with every row does not make the arena grow.
/// </summary>
public unsafe struct TextCell
{
    private byte* _start;
    private int _length;
    private int _capacity;

    /// <summary>Whether no text was set yet.</summary>
    public readonly bool IsNull => _start is null;

    /// <summary>The text; empty if null. Valid until the next change and as long as the table.</summary>
    public readonly Utf8Slice Value => new(_start, _length);

    /// <summary>Sets the text.</summary>
    public void Set(Utf8Slice text, TextArena arena) => Set(text.Span, arena);

    /// <summary>Sets the text.</summary>
    public void Set(ReadOnlySpan<byte> text, TextArena arena)
    {
        if (_start is null || text.Length > _capacity)
        {
            _capacity = (int)Math.Min((uint)Array.MaxLength, Math.Max((uint)text.Length, Math.Max(16u, (uint)_capacity * 2)));
            _start = arena.Allocate(_capacity);
        }

        text.CopyTo(new Span<byte>(_start, _capacity));
        _length = text.Length;
    }

    /// <summary>Keeps the lesser of the two, by byte.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void TakeLesser(Utf8Slice text, TextArena arena)
    {
        if (_start is null || text.Span.SequenceCompareTo(Value.Span) < 0)
        {
            Set(text.Span, arena);
        }
    }

    /// <summary>Keeps the greater of the two, by byte.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void TakeGreater(Utf8Slice text, TextArena arena)
    {
        if (_start is null || text.Span.SequenceCompareTo(Value.Span) > 0)
        {
            Set(text.Span, arena);
        }
    }

    /// <summary>Combines with a cell of another table, which may be null.</summary>
    public void TakeLesser(in TextCell other, TextArena arena)
    {
        if (!other.IsNull)
        {
            TakeLesser(other.Value, arena);
        }
    }

    /// <summary>Combines with a cell of another table, which may be null.</summary>
    public void TakeGreater(in TextCell other, TextArena arena)
    {
        if (!other.IsNull)
        {
            TakeGreater(other.Value, arena);
        }
    }
}
