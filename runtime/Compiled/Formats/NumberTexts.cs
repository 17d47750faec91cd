using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using Compiled.Memory;

namespace Compiled.Formats;

/// <summary>
/// A column of numbers on its way to text, a block of rows at a time: generated codecs set the values of a block, format them at once, and write each where it belongs. What is not
/// formatted (long numbers, most reals that are no amounts, the first blocks, everything on machines without AVX-512) is made to text when it is written. Got from <see cref="Utf8Buffer.Numbers"/>.
/// </summary>
public sealed unsafe class NumberTexts
{
    /// <summary>Rows of a block.</summary>
    public const int Rows = 64;

    // Pinned, so that its parts are pointers: values, places, texts. Behind the last slot a whole vector is readable.
    private readonly byte[] _memory = GC.AllocateArray<byte>((Rows * (sizeof(long) + sizeof(uint))) + ((Rows + 1) * NumberTexts512.SlotBytes), pinned: true);
    private readonly long* _values;
    private readonly byte* _texts;
    private readonly uint* _places;
    private VectorStart _vectors = new(NumberTexts512.IsSupported);

    internal NumberTexts()
    {
        _values = (long*)Unsafe.AsPointer(ref _memory[0]);
        _places = (uint*)(_values + Rows);
        _texts = (byte*)(_places + Rows);
    }

    /// <summary>Sets the number of a row of the block.</summary>
    /// <param name="row">0 to 63; not checked.</param>
    /// <param name="value">The number.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void SetInteger(int row, long value) => _values[row] = value;

    /// <summary>Sets the number of a row of the block.</summary>
    /// <param name="row">0 to 63; not checked.</param>
    /// <param name="value">The number.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void SetReal(int row, double value) => ((double*)_values)[row] = value;

    /// <summary>Formats what <see cref="SetInteger"/> set.</summary>
    /// <param name="rows">Rows of the block, 1 to 64; not checked.</param>
    public void FormatIntegers(int rows)
    {
        if (_vectors.IsReached())
        {
            NumberTexts512.Integers(_values, rows, _texts, _places);
        }
    }

    /// <summary>Formats what <see cref="SetReal"/> set.</summary>
    /// <param name="rows">Rows of the block, 1 to 64; not checked.</param>
    public void FormatReals(int rows)
    {
        if (_vectors.IsReached())
        {
            NumberTexts512.Reals((double*)_values, rows, _texts, _places);
        }
    }

    /// <summary>Writes the whole number of a row, where there is room for <see cref="NumberWriter.MaxLength"/> bytes.</summary>
    /// <returns>Behind its last digit.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal ref byte WriteInteger(ref byte at, int row)
    {
        uint place = _places[row];
        return ref place != 0 ? ref Copy(ref at, place) : ref WriteOther(ref at, _values[row]);
    }

    /// <summary>Writes the number of a row, where there is room for <see cref="NumberWriter.MaxLength"/> bytes.</summary>
    /// <returns>Behind its last digit.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal ref byte WriteReal(ref byte at, int row)
    {
        uint place = _places[row];
        return ref place != 0 ? ref Copy(ref at, place) : ref NumberWriter.Write(ref at, ((double*)_values)[row]);
    }

    /// <summary>The same; what is no number or infinite as null.</summary>
    /// <returns>Behind what was written.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal ref byte WriteJsonReal(ref byte at, int row)
    {
        uint place = _places[row];
        return ref place != 0 ? ref Copy(ref at, place) : ref WriteOtherJson(ref at, ((double*)_values)[row]);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private ref byte Copy(ref byte at, uint place)
    {
        Vector128.Load(_texts + (ushort)place).StoreUnsafe(ref at);
        return ref Unsafe.Add(ref at, (nint)(place >> 16));
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static ref byte WriteOther(ref byte at, long value) => ref NumberWriter.Write(ref at, value);

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static ref byte WriteOtherJson(ref byte at, double value) => ref JsonWriter.Write(ref at, value);
}
