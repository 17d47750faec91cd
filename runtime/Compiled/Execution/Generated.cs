using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using Compiled.Memory;
using Compiled.State;

namespace Compiled.Execution;

/// <summary>Compares two rows: negative if <paramref name="left"/> comes first.</summary>
/// <typeparam name="T">The row type.</typeparam>
public delegate int RowComparison<T>(in T left, in T right);

/// <summary>Small conversions and cold paths of generated code. Not for users' code.</summary>
public static class Generated
{
    /// <summary>Rows whose groups are found before they are added to: small enough that the groups' lines stay in the first-level cache meanwhile.</summary>
    public const int GroupBlock = 1024;

    /// <summary><c>condition ? value : 0</c> without a branch, for values whose computation has no effect.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static double ValueIf(bool condition, double value) =>
        BitConverter.Int64BitsToDouble(BitConverter.DoubleToInt64Bits(value) & -(long)(condition ? 1 : 0));

    /// <inheritdoc cref="ValueIf(bool, double)"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static long ValueIf(bool condition, long value) => value & -(long)(condition ? 1 : 0);

    /// <inheritdoc cref="ValueIf(bool, double)"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int ValueIf(bool condition, int value) => value & -(condition ? 1 : 0);

    /// <summary>Adds to two sums that lie side by side, in one load, addition and store.</summary>
    /// <param name="first">The first sum; the second lies behind it.</param>
    /// <param name="toFirst">What to add to the first.</param>
    /// <param name="toSecond">What to add to the second.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void AddPair(ref double first, double toFirst, double toSecond) => (Vector128.LoadUnsafe(ref first) + Vector128.Create(toFirst, toSecond)).StoreUnsafe(ref first);

    // Not TimeSpan.Zero, a static field: in code that is compiled only once, whether its class was initialised would be asked for every row.
    /// <summary>UTC ticks as a date.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static DateTimeOffset Date(long utcTicks) => new(utcTicks, default);

    /// <summary>UTC ticks as a date of kind UTC.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static DateTime DateTime(long utcTicks) => new(utcTicks, DateTimeKind.Utc);

    /// <summary>UTC ticks of a date; a date of no stated kind is UTC, as in input.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static long Ticks(DateTime date) => date.Kind == DateTimeKind.Local ? date.ToUniversalTime().Ticks : date.Ticks;

    /// <summary>UTC ticks of a date.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static long Ticks(DateTimeOffset date) => date.UtcTicks;

    /// <summary>What reading a missing value does in C#: throws.</summary>
    /// <exception cref="InvalidOperationException">Always.</exception>
    public static T Missing<T>(string path) => throw new InvalidOperationException($"'{path}' is null in this row.");

    /// <summary>A string as UTF-8; allocates.</summary>
    public static Utf8String Utf8(string? text) => text is null ? default : new Utf8String(text);

    /// <summary>
    /// A slice of text that stays readable until <paramref name="scratch"/> is cleared: text inside the frame as it is, text that row code made as a copy.
    /// </summary>
    public static Utf8Slice Stage(Utf8String text, TextArena scratch) => text.IsOwned ? scratch.Copy(text.Span) : text.AsSlice();

    /// <inheritdoc cref="Stage(Utf8String, TextArena)"/>
    public static Utf8Slice Stage(string? text, TextArena scratch) => scratch.Copy(text.AsSpan());

    /// <summary>The key of a text that may be null.</summary>
    public static TextKey Key(Utf8String? text, TextArena scratch) => text is { } some ? new TextKey(Stage(some, scratch)) : TextKey.Null;

    /// <inheritdoc cref="Key(Utf8String?, TextArena)"/>
    public static TextKey Key(string? text, TextArena scratch) => text is null ? TextKey.Null : new TextKey(Stage(text, scratch));

    /// <summary>Start of the last window that is closed under a watermark: rows of it and of windows before are late.</summary>
    public static long LastClosed(long watermark, long windowSizeTicks) => watermark == long.MinValue ? long.MinValue : watermark - windowSizeTicks;

    /// <summary>The watermark after an epoch: greatest time seen less the delay, never less than before.</summary>
    public static long Advance(long watermark, long greatestTime, long delayTicks) =>
        greatestTime == long.MinValue ? watermark : Math.Max(watermark, greatestTime - delayTicks);

    /// <summary>The rows in the type that the input has.</summary>
    /// <exception cref="ArgumentException">They are of another type.</exception>
    public static ReadOnlySpan<TRow> Rows<T, TRow>(ReadOnlySpan<T> rows)
    {
        if (typeof(T) != typeof(TRow))
        {
            throw new ArgumentException($"The input takes rows of {typeof(TRow)}, not {typeof(T)}.");
        }

        return System.Runtime.InteropServices.MemoryMarshal.CreateReadOnlySpan(
            ref Unsafe.As<T, TRow>(ref System.Runtime.InteropServices.MemoryMarshal.GetReference(rows)), rows.Length);
    }

    /// <summary>For an input that does not exist, or takes rows and no bytes.</summary>
    public static Exception NoBytes(int input) => new ArgumentOutOfRangeException(nameof(input), $"Input {input} takes no bytes: bind a source of rows.");

    /// <summary>Keeps the first <paramref name="count"/> rows.</summary>
    public static void Take<T>(List<T> rows, int count)
    {
        count = Math.Max(0, count);
        if (rows.Count > count)
        {
            rows.RemoveRange(count, rows.Count - count);
        }
    }

    /// <summary>Sorts rows; equal rows keep their order, as in LINQ.</summary>
    public static void StableSort<T>(List<T> rows, RowComparison<T> compare)
    {
        (T Row, int Index)[] numbered = new (T, int)[rows.Count];
        for (int i = 0; i < numbered.Length; i++)
        {
            numbered[i] = (rows[i], i);
        }

        Array.Sort(numbered, (left, right) => compare(in left.Row, in right.Row) is not 0 and var order ? order : left.Index.CompareTo(right.Index));
        for (int i = 0; i < numbered.Length; i++)
        {
            rows[i] = numbered[i].Row;
        }
    }
}
