using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using Compiled.Memory;

namespace Compiled.State;

/// <summary>
/// A text key in 16 bytes. Up to 15 bytes of text lie inside, zero-filled, with the length in the last byte; longer text is its address and length,
/// marked 0xFF in the last byte; null is marked 0xFE. The default value is the empty text.
/// </summary>
public readonly unsafe struct TextKey : IGroupKey<TextKey>, ITextForm<TextKey>
{
    private const int LongestInside = 15;
    private const ulong LongMark = 0xFFul << 56;
    private const ulong NullMark = 0xFEul << 56;
    private readonly ulong _low;
    private readonly ulong _high;

    /// <summary>A key of <paramref name="text"/>, behind whose end 64 bytes are readable. Longer text is not copied before a table takes it.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TextKey(Utf8Slice text)
    {
        int length = text.Length;
        if ((uint)(length - 1) < LongestInside)
        {
            // One load of 16 bytes; what lies behind the text is masked away.
            Vector128<ulong> bytes = (Vector128.Load(text.Pointer) & Vector128.LoadUnsafe(ref MemoryMarshal.GetReference(Forms), (nuint)(uint)length * 32)).AsUInt64();
            _low = bytes.GetElement(0);
            _high = bytes.GetElement(1) | ((ulong)length << 56);
        }
        else if (length > 0)
        {
            _low = (ulong)text.Pointer;
            _high = LongMark | (uint)length;
        }
    }

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

    private TextKey(ulong low, ulong high)
    {
        _low = low;
        _high = high;
    }

    /// <summary>The key of null.</summary>
    public static TextKey Null => new(0, NullMark);

    /// <summary>Whether this is the key of null.</summary>
    public bool IsNull => _high == NullMark;

    /// <summary>Length of the text in bytes; 0 for null.</summary>
    public int Length => IsLong ? (int)_high : IsNull ? 0 : (int)(_high >> 56);

    static TextLayout ITextForm<TextKey>.Layout => TextLayout.AtBottomOf16;

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

    private bool IsLong
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => _high >= LongMark;
    }

    /// <summary>A key of <paramref name="text"/>, or of null if <paramref name="hasValue"/> is false: for a column with a validity column beside it.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TextKey Nullable(Utf8Slice text, bool hasValue) => hasValue ? new TextKey(text) : Null;

    /// <summary>
    /// The text of a key that lies in a table or a column, without a copy: valid as long as the key stays there. Empty for null.
    /// </summary>
    /// <param name="key">Must be in native memory: pass <c>table.Key(group)</c> or a member of it by reference, never a local copy.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Utf8Slice SliceOf(ref readonly TextKey key) =>
        key.IsLong ? new((byte*)key._low, (int)key._high) : new((byte*)Unsafe.AsPointer(ref Unsafe.AsRef(in key)), key.Length);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ulong Hash(in TextKey key) => key.IsLong ? HashLong(in key) : KeyHash.Of(key._low, key._high);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool Equal(in TextKey left, in TextKey right) =>
        left._high == right._high && (left._low == right._low || (left.IsLong && EqualLong(in left, in right)));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ulong InlineHash(in TextKey key) => KeyHash.Of(key._low, key._high);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static uint InlineUpperHash(in TextKey key) => KeyHash.UpperOf(key._low, key._high);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ulong InlineDifference(in TextKey left, in TextKey right) => (left._high ^ right._high) | (left._low ^ right._low);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool IsInline(in TextKey key) => !key.IsLong;

    /// <inheritdoc/>
    public static void Intern(ref TextKey key, TextArena arena)
    {
        if (key.IsLong)
        {
            key = new TextKey((ulong)arena.Copy(SliceOf(ref key)).Pointer, key._high);
        }
    }

    /// <inheritdoc/>
    public static void Write(in TextKey key, StateWriter writer)
    {
        if (key.IsNull)
        {
            writer.Write(-1);
        }
        else
        {
            TextKey copy = key;
            writer.WriteText(SliceOf(in copy));
        }
    }

    /// <inheritdoc/>
    public static TextKey Read(ref StateReader reader, TextArena arena)
    {
        int length = reader.Read<int>();
        if (length == -1)
        {
            return Null;
        }

        ReadOnlySpan<byte> text = reader.Take(length);
        if (length > LongestInside)
        {
            return new TextKey(arena.Copy(text));
        }

        byte* padded = stackalloc byte[LongestInside + 1];
        text.CopyTo(new Span<byte>(padded, LongestInside));
        return new TextKey(new Utf8Slice(padded, length));
    }

    /// <summary>The text as an owned value; empty for null.</summary>
    public Utf8String ToUtf8String()
    {
        TextKey copy = this;
        return new Utf8String(SliceOf(in copy).Span);
    }

    /// <inheritdoc/>
    public override string ToString() => IsNull ? "null" : ToUtf8String().ToString();

    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static ulong HashLong(in TextKey key) => KeyHash.OfLong((byte*)key._low, (int)key._high);

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static bool EqualLong(in TextKey left, in TextKey right)
    {
        byte* a = (byte*)left._low;
        byte* b = (byte*)right._low;
        int length = (int)left._high;
        if (length > 32)
        {
            return new ReadOnlySpan<byte>(a, length).SequenceEqual(new ReadOnlySpan<byte>(b, length));
        }

        // The first and the last 16 bytes, which overlap, are all of it.
        int last = length - 16;
        return ((Vector128.Load(a) ^ Vector128.Load(b)) | (Vector128.Load(a + last) ^ Vector128.Load(b + last))) == Vector128<byte>.Zero;
    }
}
