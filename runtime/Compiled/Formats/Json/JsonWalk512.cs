using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Compiled.Formats;

/// <summary>The steps of a <see cref="JsonWalk"/>, each over all rows of a block: no row waits for another one, and what is compared with stays in registers.</summary>
internal static unsafe class JsonWalk512
{
    /// <summary>Whether this machine can run it.</summary>
    public static bool IsSupported => Avx512BW.IsSupported;

    /// <summary>Compares a window.</summary>
    /// <param name="bytes">The block, and the window's distance from a segment's start.</param>
    /// <param name="starts">Where that is in each row.</param>
    /// <param name="window">The window.</param>
    /// <returns>Whether it is as foreseen in all rows.</returns>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    public static bool Compare<TWindow>(byte* bytes, uint* starts, int rows, byte* window)
        where TWindow : struct, IJsonWindow<TWindow>
    {
        TWindow compared = TWindow.Begin(window);
        for (nint i = 0; i < rows; i++)
        {
            compared.Compare(bytes + starts[i]);
        }

        return compared.IsAsForeseen;
    }

    /// <summary>Looks for what may not stand in a window's texts: quotes, backslashes and newlines.</summary>
    /// <inheritdoc cref="Compare"/>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    public static bool CompareTexts(byte* bytes, uint* starts, int rows, byte* window)
    {
        Vector512<byte> others = Vector512.Load(window + (2 * JsonSegment.WindowBytes));
        Vector512<byte> table = Stops;
        Vector512<byte> nearest = Vector512<byte>.AllBitsSet;
        for (nint i = 0; i < rows; i++)
        {
            Vector512<byte> found = Vector512.Load(bytes + starts[i]);
            nearest = Vector512.Min(nearest, (Avx512BW.Shuffle(table, found) ^ found) | others);
        }

        return !Vector512.EqualsAny(nearest, Vector512<byte>.Zero);
    }

    /// <summary>Compares a segment's last window, and goes to the ends of the texts of up to 32 bytes behind it. What is longer, or has a backslash, is for the next segment to refuse.</summary>
    /// <param name="bytes">The block, and the window's distance from the segment's start.</param>
    /// <param name="starts">Where the segment begins in each row.</param>
    /// <param name="window">The window.</param>
    /// <param name="distance">Bytes from the window's start to the segment's end.</param>
    /// <param name="length">Length of the segment.</param>
    /// <param name="next">Gets where the next one begins.</param>
    /// <returns>Whether all is as foreseen in all rows.</returns>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    public static bool PassShortTexts<TWindow>(byte* bytes, uint* starts, int rows, byte* window, int distance, uint length, uint* next)
        where TWindow : struct, IJsonWindow<TWindow>
    {
        TWindow compared = TWindow.Begin(window);
        Vector256<byte> table = Stops.GetLower();
        byte* values = bytes + distance;
        for (nint i = 0; i < rows; i++)
        {
            uint start = starts[i];
            compared.Compare(bytes + start);
            Vector256<byte> found = Vector256.Load(values + start);
            next[i] = start + length + (uint)BitOperations.TrailingZeroCount(Vector256.Equals(Avx2.Shuffle(table, found), found).ExtractMostSignificantBits());
        }

        return compared.IsAsForeseen;
    }

    /// <summary>Compares a segment's last window, and goes to the ends of texts of less than 64 bytes, escapes among them or not.</summary>
    /// <inheritdoc cref="PassShortTexts"/>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    public static bool PassTexts<TWindow>(byte* bytes, uint* starts, int rows, byte* window, int distance, uint length, uint* next)
        where TWindow : struct, IJsonWindow<TWindow>
    {
        TWindow compared = TWindow.Begin(window);
        Vector512<byte> quote = Vector512.Create((byte)'"');
        Vector512<byte> newline = Vector512.Create((byte)'\n');
        Vector512<byte> backslash = Vector512.Create((byte)'\\');
        byte* values = bytes + distance;
        uint longest = 0;
        for (nint i = 0; i < rows; i++)
        {
            uint start = starts[i];
            compared.Compare(bytes + start);
            Vector512<byte> found = Vector512.Load(values + start);
            ulong none = 0;
            ulong escaped = JsonIndexBits.Escaped(Vector512.Equals(found, backslash).ExtractMostSignificantBits(), ref none);
            ulong ends = (Vector512.Equals(found, quote).ExtractMostSignificantBits() & ~escaped) | Vector512.Equals(found, newline).ExtractMostSignificantBits();
            uint end = (uint)BitOperations.TrailingZeroCount(ends);
            longest |= end;
            next[i] = start + length + end;
        }

        return longest < 64 && compared.IsAsForeseen;
    }

    /// <summary>Compares a segment's last window, and goes to the ends of numbers of up to 16 bytes; none may be empty.</summary>
    /// <inheritdoc cref="PassShortTexts"/>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    public static bool PassNumbers<TWindow>(byte* bytes, uint* starts, int rows, byte* window, int distance, uint length, uint* next)
        where TWindow : struct, IJsonWindow<TWindow>
    {
        Vector128<byte> numbers = Vector128.Create((byte)'0', (byte)'1', (byte)'2', (byte)'3', (byte)'4', (byte)'5', (byte)'6', (byte)'7', (byte)'8', (byte)'9', 255, (byte)'+', 255, (byte)'-', (byte)'.', 255);
        TWindow compared = TWindow.Begin(window);
        byte* values = bytes + distance;
        uint empty = 0;
        for (nint i = 0; i < rows; i++)
        {
            uint start = starts[i];
            compared.Compare(bytes + start);
            Vector128<byte> found = Vector128.Load(values + start);
            uint end = (uint)BitOperations.TrailingZeroCount(~Vector128.Equals(Ssse3.Shuffle(numbers, found), found).ExtractMostSignificantBits());
            empty |= end - 1;
            next[i] = start + length + end;
        }

        return (int)empty >= 0 && compared.IsAsForeseen;
    }

    /// <summary>Compares a segment's last window, and goes to the ends of values without quotes, of up to 32 bytes; none may be empty.</summary>
    /// <inheritdoc cref="PassShortTexts"/>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    public static bool PassBare<TWindow>(byte* bytes, uint* starts, int rows, byte* window, int distance, uint length, uint* next)
        where TWindow : struct, IJsonWindow<TWindow>
    {
        TWindow compared = TWindow.Begin(window);
        byte* values = bytes + distance;
        uint empty = 0;
        for (nint i = 0; i < rows; i++)
        {
            uint start = starts[i];
            compared.Compare(bytes + start);
            uint end = (uint)BitOperations.TrailingZeroCount(JsonBare.Others256(Vector256.Load(values + start)));
            empty |= end - 1;
            next[i] = start + length + end;
        }

        return (int)empty >= 0 && compared.IsAsForeseen;
    }

    /// <summary>Compares the last window of rows, and whether they end where the next ones begin.</summary>
    /// <param name="length">Length of the segment, with the newline.</param>
    /// <param name="nextRows">Where the next rows begin.</param>
    /// <inheritdoc cref="Compare"/>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    public static bool EndRows<TWindow>(byte* bytes, uint* starts, int rows, byte* window, uint length, uint* nextRows)
        where TWindow : struct, IJsonWindow<TWindow>
    {
        TWindow compared = TWindow.Begin(window);
        uint distance = 0;
        for (nint i = 0; i < rows; i++)
        {
            uint start = starts[i];
            compared.Compare(bytes + start);
            distance |= (start + length) ^ nextRows[i];
        }

        return distance == 0 && compared.IsAsForeseen;
    }

    /// <summary>Writes where a value is in each row.</summary>
    /// <param name="starts">Where its first byte's segment begins.</param>
    /// <param name="startDistance">Bytes from there.</param>
    /// <param name="ends">Where the segment of the byte behind it begins.</param>
    /// <param name="endDistance">Bytes from there.</param>
    /// <param name="places">Gets the positions of both; room for a vector more.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    public static void Place(uint* starts, int startDistance, uint* ends, int endDistance, int rows, uint* places)
    {
        Vector512<uint> toStart = Vector512.Create((uint)startDistance);
        Vector512<uint> toEnd = Vector512.Create((uint)endDistance);
        for (nint i = 0; i < rows; i += Vector512<uint>.Count)
        {
            Vector512<uint> end = (Vector512.Load(ends + i) + toEnd) << 16;
            (end | (Vector512.Load(starts + i) + toStart)).Store(places + i);
        }
    }

    /// <summary>At their low nibbles quote, newline and backslash; elsewhere 255, which no byte below 128 equals, and bytes from 128 on look up 0.</summary>
    private static Vector512<byte> Stops
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => Vector512.Create(0xFFFFFFFFFF22FFFFUL, 0xFFFFFF5CFF0AFFFFUL, 0xFFFFFFFFFF22FFFFUL, 0xFFFFFF5CFF0AFFFFUL, 0xFFFFFFFFFF22FFFFUL, 0xFFFFFF5CFF0AFFFFUL, 0xFFFFFFFFFF22FFFFUL, 0xFFFFFF5CFF0AFFFFUL).AsByte();
    }
}
