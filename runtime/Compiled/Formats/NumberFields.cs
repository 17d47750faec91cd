using System.Runtime.CompilerServices;

namespace Compiled.Formats;

/// <summary>Field of a <c>long</c>.</summary>
public readonly unsafe struct Int64Field : IFieldParser<long>
{
    /// <inheritdoc/>
    public string Expectation => "a 64-bit integer";

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool TryParse(byte* p, int length, out long value) => NumberParser.TryInt64(p, length, out value);
}

/// <summary>Field of a <c>int</c>.</summary>
public readonly unsafe struct Int32Field : IFieldParser<int>
{
    /// <inheritdoc/>
    public string Expectation => "a 32-bit integer";

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool TryParse(byte* p, int length, out int value) => NumberParser.TryInt32(p, length, out value);
}

/// <summary>Field of a <c>short</c>.</summary>
public readonly unsafe struct Int16Field : IFieldParser<short>
{
    /// <inheritdoc/>
    public string Expectation => "a 16-bit integer";

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool TryParse(byte* p, int length, out short value) => NumberParser.TryInt16(p, length, out value);
}

/// <summary>Field of a <c>sbyte</c>.</summary>
public readonly unsafe struct SByteField : IFieldParser<sbyte>
{
    /// <inheritdoc/>
    public string Expectation => "an 8-bit integer";

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool TryParse(byte* p, int length, out sbyte value) => NumberParser.TrySByte(p, length, out value);
}

/// <summary>Field of a <c>ulong</c>.</summary>
public readonly unsafe struct UInt64Field : IFieldParser<ulong>
{
    /// <inheritdoc/>
    public string Expectation => "an unsigned 64-bit integer";

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool TryParse(byte* p, int length, out ulong value) => NumberParser.TryUInt64(p, length, out value);
}

/// <summary>Field of a <c>uint</c>.</summary>
public readonly unsafe struct UInt32Field : IFieldParser<uint>
{
    /// <inheritdoc/>
    public string Expectation => "an unsigned 32-bit integer";

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool TryParse(byte* p, int length, out uint value) => NumberParser.TryUInt32(p, length, out value);
}

/// <summary>Field of a <c>ushort</c>.</summary>
public readonly unsafe struct UInt16Field : IFieldParser<ushort>
{
    /// <inheritdoc/>
    public string Expectation => "an unsigned 16-bit integer";

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool TryParse(byte* p, int length, out ushort value) => NumberParser.TryUInt16(p, length, out value);
}

/// <summary>Field of a <c>byte</c>.</summary>
public readonly unsafe struct ByteField : IFieldParser<byte>
{
    /// <inheritdoc/>
    public string Expectation => "an unsigned 8-bit integer";

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool TryParse(byte* p, int length, out byte value) => NumberParser.TryByte(p, length, out value);
}

/// <summary>Field of a <c>double</c>.</summary>
public readonly unsafe struct DoubleField : IFieldParser<double>
{
    /// <inheritdoc/>
    public string Expectation => "a number";

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool TryParse(byte* p, int length, out double value) => NumberParser.TryDouble(p, length, out value);
}

/// <summary>Field of a <c>float</c>.</summary>
public readonly unsafe struct SingleField : IFieldParser<float>
{
    /// <inheritdoc/>
    public string Expectation => "a number";

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool TryParse(byte* p, int length, out float value) => NumberParser.TrySingle(p, length, out value);
}

/// <summary>Field of a <c>decimal</c>.</summary>
public readonly unsafe struct DecimalField : IFieldParser<decimal>
{
    /// <inheritdoc/>
    public string Expectation => "a decimal number";

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool TryParse(byte* p, int length, out decimal value) => NumberParser.TryDecimal(p, length, out value);
}
