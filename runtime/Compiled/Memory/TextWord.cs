using System.Runtime.CompilerServices;

namespace Compiled.Memory;

/// <summary>
/// A text of up to 7 bytes as one number: its bytes at the top, zeros below, its length in the lowest byte; every longer text is 255. So columns of texts are compared with
/// short constants as columns of numbers are, eight rows at a time.
/// </summary>
public readonly unsafe struct TextWord : ITextForm<ulong>
{
    /// <summary>Longest text that has a number of its own, in bytes.</summary>
    public const int Longest = 7;

    /// <summary>The number of every text that is longer.</summary>
    public const ulong Longer = 255;

    static TextLayout ITextForm<ulong>.Layout => TextLayout.AtTopOf8;

    /// <summary>The number of <paramref name="text"/>, behind whose end 8 bytes are readable.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ulong Of(Utf8Slice text)
    {
        // In two steps, since a shift by 64 is none.
        ulong word = ((*(ulong*)text.Pointer << (56 - (8 * text.Length))) << 8) | (uint)text.Length;
        return (uint)text.Length <= Longest ? word : Longer;
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Set(out ulong value, Utf8Slice text) => value = Of(text);

    /// <inheritdoc/>
    public static void SetAll(byte* start, uint* bounds, int count, ulong* values)
    {
        for (nint i = 0; i < count; i++)
        {
            values[i] = Of(new Utf8Slice(start + bounds[i], (int)(bounds[i + 1] - bounds[i]) - 1));
        }
    }
}
