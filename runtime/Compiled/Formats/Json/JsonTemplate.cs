using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Compiled.Formats;

/// <summary>
/// Rows of a <see cref="JsonShape"/> told in few steps: values that had one length in all rows observed are taken to keep it, so that they and the fixed bytes around
/// them are compared 64 bytes at a time.
/// </summary>
/// <remarks>
/// A match is proof, as that of a shape is. All quotes between two values of varying length have the distances that they must have, so there are no others between them;
/// there the fixed bytes are compared, and the bytes of numbers are digits. Texts of varying length reach from one quote to the next, and other values of varying length are looked at one by one.
/// A row that does not match may still be of the shape. Places of a row: starts and ends of the needed members' values, in the order of slots; those of values without quotes; starts of windows.
/// </remarks>
internal sealed unsafe class JsonTemplate
{
    // Rows that are found before the first of them is compared; then four times as many, and so on.
    private const int FirstTogether = 4;

    /// <summary>Bytes that are compared at once: of one window, of two of half the size, or of four of a quarter.</summary>
    public const int WindowBytes = 64;

    /// <summary>A number and the byte after it are looked at in so many bytes.</summary>
    public const int NumberBytes = 16;

    /// <summary>Distances that are compared at once.</summary>
    public const int StepsTogether = 32;

    private readonly JsonPlaces _places;
    private readonly JsonBuffer<ushort> _steps;
    private readonly JsonBuffer<byte> _windows;
    private readonly int _quotes;
    private readonly int _bytesBeforeFirstQuote;
    private readonly int _firstNumber;
    private readonly int _firstBare;
    private readonly int _firstWindow;
    private readonly int _quarters;
    private readonly int _halves;

    /// <param name="quotes">Quotes in a row.</param>
    /// <param name="bytesBeforeFirstQuote">Bytes before the first of them.</param>
    /// <param name="steps">For 32 quotes at a time: the distances to the next ones, and then ones where they matter.</param>
    /// <param name="windows">For 64 bytes of windows the least value of each byte, and then how much more it may be.</param>
    /// <param name="places">The places of a row.</param>
    /// <param name="firstNumber">The first place of numbers.</param>
    /// <param name="firstBare">The first place of other values without quotes.</param>
    /// <param name="firstWindow">The first place of windows.</param>
    /// <param name="quarters">How many windows of 16 bytes there are: the first ones, a multiple of four.</param>
    /// <param name="halves">How many windows of 32 bytes follow them: a multiple of two.</param>
    public JsonTemplate(int quotes, int bytesBeforeFirstQuote, JsonBuffer<ushort> steps, JsonBuffer<byte> windows, JsonPlaces places, int firstNumber, int firstBare, int firstWindow, int quarters, int halves)
    {
        _quotes = quotes;
        _bytesBeforeFirstQuote = bytesBeforeFirstQuote;
        _steps = steps;
        _windows = windows;
        _places = places;
        _firstNumber = firstNumber;
        _firstBare = firstBare;
        _firstWindow = firstWindow;
        _quarters = quarters;
        _halves = halves;
    }

    /// <summary>Whether this machine can run it.</summary>
    public static bool IsSupported => Avx512BW.IsSupported;

    /// <summary>Places of a row.</summary>
    public int PlaceCount => _places.Count;

    /// <summary>Takes rows as long as they match.</summary>
    /// <param name="block">What positions are counted from.</param>
    /// <param name="row">Position of the first row.</param>
    /// <param name="quotes">Positions of the first row's quotes and of all that follows.</param>
    /// <param name="quotesEnd">Where the block's positions end.</param>
    /// <param name="limit">Most rows to take.</param>
    /// <param name="places">Gets the places of the rows taken.</param>
    /// <returns>Number of rows taken.</returns>
    public int Match512(byte* block, int row, ushort* quotes, ushort* quotesEnd, int limit, ushort* places)
    {
        // One loop after the other: what one has just stored as a vector the other would wait for if it read it place by place in the same breath.
        // Few rows at first: other layouts may have the same distances, and then each row would be found again and again.
        int rows = 0;
        for (int together = FirstTogether; rows < limit; together *= 4)
        {
            int most = Math.Min(together, limit - rows);
            int found = Find512(row, quotes, quotesEnd, most, places);
            int told = found == 0 ? 0 : Compare512(block, found, places);
            rows += told;
            if (told < most)
            {
                break;
            }

            quotes += told * (_quotes + 1);
            row = quotes[-1] + 1;
            places += told * _places.Count;
        }

        return rows;
    }

    /// <summary>Finds the places of rows as long as their quotes have the right distances; only then windows lie where memory is readable.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private int Find512(int row, ushort* quotes, ushort* quotesEnd, int limit, ushort* places)
    {
        JsonPlaces.View view = _places.Open();
        ushort* steps = _steps.Pointer;
        ushort* stepsEnd = steps + _steps.Count;
        int before = _bytesBeforeFirstQuote;
        int quoteCount = _quotes;
        int stride = _places.Count;
        int rows = 0;
        for (; rows < limit && quotes + quoteCount < quotesEnd; rows++)
        {
            Vector512<ushort> others = Vector512<ushort>.Zero;
            ushort* quote = quotes;
            for (ushort* step = steps; step < stepsEnd; step += 2 * StepsTogether)
            {
                others |= ((Vector512.Load(quote + 1) - Vector512.Load(quote)) ^ Vector512.Load(step)) & Vector512.Load(step + StepsTogether);
                quote += StepsTogether;
            }

            if (quotes[0] - row != before || others != Vector512<ushort>.Zero)
            {
                break;
            }

            JsonPlaces.Find(in view, quotes, 512, places);
            row = quotes[quoteCount] + 1;
            quotes += quoteCount + 1;
            places += stride;
        }

        return rows;
    }

    /// <summary>Compares rows as long as they match.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private int Compare512(byte* block, int rows, ushort* places)
    {
        Vector128<byte> numbers = Vector128.Create((byte)'0', (byte)'1', (byte)'2', (byte)'3', (byte)'4', (byte)'5', (byte)'6', (byte)'7', (byte)'8', (byte)'9', 255, (byte)'+', 255, (byte)'-', (byte)'.', 255);
        byte* windows = _windows.Pointer;
        byte* windowsEnd = windows + _windows.Count;
        int firstNumber = _firstNumber;
        int firstBare = _firstBare;
        int firstWindow = _firstWindow;
        int firstHalf = firstWindow + _quarters;
        int firstWhole = firstHalf + _halves;
        int stride = _places.Count;
        for (int i = 0; i < rows; i++)
        {
            Vector512<byte> difference = Vector512<byte>.Zero;
            byte* window = windows;
            ushort* place = places + firstWindow;
            for (; place < places + firstHalf; place += 4)
            {
                Vector512<byte> bytes = JsonBare.Load512(block + place[0], block + place[1], block + place[2], block + place[3]);
                difference |= Avx512BW.SubtractSaturate(bytes - Vector512.Load(window), Vector512.Load(window + WindowBytes));
                window += 2 * WindowBytes;
            }

            for (; place < places + firstWhole; place += 2)
            {
                Vector512<byte> bytes = Avx512F.InsertVector256(Vector256.Load(block + place[0]).ToVector512Unsafe(), Vector256.Load(block + place[1]), 1);
                difference |= Avx512BW.SubtractSaturate(bytes - Vector512.Load(window), Vector512.Load(window + WindowBytes));
                window += 2 * WindowBytes;
            }

            for (; window < windowsEnd; place++)
            {
                difference |= Avx512BW.SubtractSaturate(Vector512.Load(block + place[0]) - Vector512.Load(window), Vector512.Load(window + WindowBytes));
                window += 2 * WindowBytes;
            }

            // The byte after a number is fixed and none of a number's, so a number of 1 to 15 bytes ends where the first other byte is.
            uint wrongNumber = 0;
            for (place = places + firstNumber; place < places + firstBare; place += 2)
            {
                uint length = (uint)(place[1] - place[0]);
                Vector128<byte> bytes = Vector128.Load(block + place[0]);
                uint inside = Vector128.Equals(Ssse3.Shuffle(numbers, bytes), bytes).ExtractMostSignificantBits();
                wrongNumber |= (((uint)BitOperations.TrailingZeroCount(~inside) ^ length) << 4) | (length - 1);
            }

            if (difference != Vector512<byte>.Zero || wrongNumber >= NumberBytes || !AreBare(block, places + firstBare, places + firstWindow))
            {
                return i;
            }

            places += stride;
        }

        return rows;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static bool AreBare(byte* block, ushort* place, ushort* end)
    {
        for (; place < end; place += 2)
        {
            if (!IsBare(block + place[0], place[1] - place[0]))
            {
                return false;
            }
        }

        return true;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static bool IsBare(byte* p, int length) => JsonBare.IsRun(p, length);
}
