using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using Compiled.Memory;

namespace Compiled.State;

/// <content>Making keys in place, of one text and of many.</content>
public readonly unsafe partial struct TextKey
{
    /// <summary>Makes the key of <paramref name="text"/> in place: one load, mask, tag and store of 16 bytes, where a constructor's two halves go through general registers (1.4 against 2.4 ns).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Set(out TextKey key, Utf8Slice text)
    {
        Unsafe.SkipInit(out key);
        if ((uint)(text.Length - 1) < LongestInside)
        {
            // The length was checked: no bounds are.
            ref byte form = ref Unsafe.AddByteOffset(ref MemoryMarshal.GetReference(Forms), (nuint)(uint)text.Length * 32);
            Vector128<byte> bytes = Vector128.Load(text.Pointer) & Vector128.LoadUnsafe(ref form);
            Vector128<byte> tag = Vector128.LoadUnsafe(ref form, 16);
            Unsafe.WriteUnaligned(ref Unsafe.As<TextKey, byte>(ref key), bytes | tag);
        }
        else
        {
            key = new TextKey(text);
        }
    }

    /// <inheritdoc/>
    public static void SetAll(byte* start, uint* bounds, int count, TextKey* values) =>
        SetAll(start, bounds, values, values + count, (byte*)Unsafe.AsPointer(ref MemoryMarshal.GetReference(Forms)));

    /// <summary>Makes the keys of the first <paramref name="count"/> texts.</summary>
    /// <param name="texts">The texts, behind each of which 64 bytes are readable.</param>
    /// <param name="count">Number of texts.</param>
    /// <param name="keys">Takes the keys. Those of long texts are valid as long as the texts are.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    public static void Set(Column<Utf8Slice> texts, int count, Column<TextKey> keys)
    {
        Utf8Slice* text = texts.Pointer;
        TextKey* key = keys.Pointer;
        for (TextKey* end = key + count; key < end; key++, text++)
        {
            Set(out *key, *text);
        }
    }

    /// <summary>Makes the keys of the selected texts.</summary>
    /// <param name="texts">The texts, behind each of which 64 bytes are readable.</param>
    /// <param name="selected">Their indexes.</param>
    /// <param name="count">Number of indexes.</param>
    /// <param name="keys">Takes the keys. Those of long texts are valid as long as the texts are.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    public static void Set(Column<Utf8Slice> texts, Column<int> selected, int count, Column<TextKey> keys)
    {
        for (int i = 0; i < count; i++)
        {
            Set(out keys[i], texts[selected[i]]);
        }
    }

    // The forms' address is an argument, so that it is in a register: as a constant it would be an instruction more for each text.
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static void SetAll(byte* start, uint* bounds, TextKey* key, TextKey* end, byte* forms)
    {
        nuint from = bounds[0];
        for (; key < end; key++)
        {
            nuint next = *++bounds;
            nuint form = (next - from - 1) * 32;
            if (form - 1 < LongestInside * 32)
            {
                Vector128<byte> bytes = Vector128.Load(start + from) & Vector128.Load(forms + form);
                (bytes | Vector128.Load(forms + form + 16)).Store((byte*)key);
            }
            else
            {
                *key = new TextKey(new Utf8Slice(start + from, (int)(next - from) - 1));
            }

            from = next;
        }
    }

    // A row of 32 bytes a length: which bytes are the text's, then the length in the last byte.
    private static ReadOnlySpan<byte> Forms =>
    [
        0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
        0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
        255, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
        0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1,
        255, 255, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
        0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 2,
        255, 255, 255, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
        0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 3,
        255, 255, 255, 255, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
        0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 4,
        255, 255, 255, 255, 255, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
        0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 5,
        255, 255, 255, 255, 255, 255, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
        0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 6,
        255, 255, 255, 255, 255, 255, 255, 0, 0, 0, 0, 0, 0, 0, 0, 0,
        0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 7,
        255, 255, 255, 255, 255, 255, 255, 255, 0, 0, 0, 0, 0, 0, 0, 0,
        0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 8,
        255, 255, 255, 255, 255, 255, 255, 255, 255, 0, 0, 0, 0, 0, 0, 0,
        0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 9,
        255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 0, 0, 0, 0, 0, 0,
        0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 10,
        255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 0, 0, 0, 0, 0,
        0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 11,
        255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 0, 0, 0, 0,
        0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 12,
        255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 0, 0, 0,
        0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 13,
        255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 0, 0,
        0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 14,
        255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 0,
        0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 15,
    ];
}
