using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using Compiled.Memory;

namespace Compiled.State;

/// <summary>
/// A text key in 16 bytes. Up to 15 bytes of text lie inside, zero-filled, with the length in the last byte; longer text is its address, and in the upper half its length (31 bits),
/// 32 bits of its hash and a 1 in the highest bit: so most of what differs is seen without going there. Null is marked 0x7F in the last byte. The default value is the empty text.
/// </summary>
public readonly unsafe partial struct TextKey : IGroupKey<TextKey>, ITextForm<TextKey>
{
    private const int LongestInside = 15;
    private const ulong NullMark = 0x7Ful << 56;
    private const ulong LongMark = 1ul << 63;
    private const ulong UpperHalf = ~0ul << 32;
    private const ulong LowFactor = 0x9E37_79B9_7F4A_7C15;
    private const ulong HighFactor = 0xD6E8_FEB8_6659_FD93;
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
            _high = HighOfLong(text.Pointer, length);
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
    public int Length => IsLong ? LongLength : IsNull ? 0 : (int)(_high >> 56);

    static TextLayout ITextForm<TextKey>.Layout => TextLayout.AtBottomOf16;

    private bool IsLong
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => (long)_high < 0;
    }

    private int LongLength
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => (int)_high & int.MaxValue;
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
        key.IsLong ? new((byte*)key._low, key.LongLength) : new((byte*)Unsafe.AsPointer(ref Unsafe.AsRef(in key)), key.Length);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ulong Hash(in TextKey key)
    {
        // Without a branch: nothing tells which of a mix of texts is long.
        ulong isLong = (ulong)((long)key._high >> 63);
        return (((key._high << 1) & isLong) | (KeyHash.Of(key._low, key._high) & ~isLong)) & UpperHalf;
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool Equal(in TextKey left, in TextKey right) =>
        left._high == right._high && (left._low == right._low || (left.IsLong && AreEqual((byte*)left._low, (byte*)right._low, left.LongLength)));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ulong InlineHash(in TextKey key) => KeyHash.Of(key._low, key._high);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static uint InlineUpperHash(in TextKey key) => KeyHash.UpperOf(key._low, key._high);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static uint HomeHash(in TextKey key)
    {
        ulong isLong = (ulong)((long)key._high >> 63);
        return HomeHash(key._low & ~isLong, key._high);
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static uint InlineHomeHash(in TextKey key) => HomeHash(key._low, key._high);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ulong InlineDifference(in TextKey left, in TextKey right) => (left._high ^ right._high) | (left._low ^ right._low);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool InlineEqual(in TextKey left, in TextKey right) => Bits(in left) == Bits(in right);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ref readonly Vector128<ulong> Bits(in TextKey key) => ref Unsafe.As<TextKey, Vector128<ulong>>(ref Unsafe.AsRef(in key));

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

    // Two multiplications side by side: half as long to wait for as the hash of tables, and with more of a text's patterns in it.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static uint HomeHash(ulong low, ulong high) => (uint)(((low * LowFactor) + (high * HighFactor)) >> 32);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong HighOfLong(byte* start, int length) => LongMark | ((ulong)KeyHash.UpperOfText(start, length) << 31) | (uint)length;

    // Length and hash are equal, so they nearly always are: no branch out of the loop.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static bool AreEqual(byte* left, byte* right, int length)
    {
        // The last 16 bytes overlap those before.
        nint last = length - 16;
        Vector128<byte> difference = Vector128.Load(left + last) ^ Vector128.Load(right + last);
        for (nint i = 0; i < last; i += 16)
        {
            difference |= Vector128.Load(left + i) ^ Vector128.Load(right + i);
        }

        return difference == Vector128<byte>.Zero;
    }
}
