using System.Runtime.CompilerServices;
using Compiled.Memory;

namespace Compiled.Formats;

// Values by type; slot: the member's number in the shape.
public unsafe ref partial struct JsonFields
{
    /// <summary>A truth value.</summary>
    public readonly bool Boolean(int slot, out bool value) => TryBoolean(ValueAt(slot, out int length), length, out value);

    /// <summary>A whole number.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public readonly bool Int64(int slot, out long value) => JsonNumber.TryInt64(ValueAt(slot, out int length), length, out value);

    /// <summary>A whole number without sign.</summary>
    public readonly bool UInt64(int slot, out ulong value)
    {
        byte* p = ValueAt(slot, out int length);
        return JsonNumber.TryUInt64(p, length, out value);
    }

    /// <summary>A whole number.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public readonly bool Int32(int slot, out int value)
    {
        bool ok = Int64(slot, out long wide);
        value = (int)wide;
        return ok && value == wide;
    }

    /// <summary>A whole number without sign.</summary>
    public readonly bool UInt32(int slot, out uint value)
    {
        bool ok = JsonNumber.TryUnsigned(ValueAt(slot, out int length), length, out long wide);
        value = (uint)wide;
        return ok && value == wide;
    }

    /// <summary>A whole number.</summary>
    public readonly bool Int16(int slot, out short value)
    {
        bool ok = Int64(slot, out long wide);
        value = (short)wide;
        return ok && value == wide;
    }

    /// <summary>A whole number without sign.</summary>
    public readonly bool UInt16(int slot, out ushort value)
    {
        bool ok = JsonNumber.TryUnsigned(ValueAt(slot, out int length), length, out long wide);
        value = (ushort)wide;
        return ok && value == wide;
    }

    /// <summary>A whole number.</summary>
    public readonly bool SByte(int slot, out sbyte value)
    {
        bool ok = Int64(slot, out long wide);
        value = (sbyte)wide;
        return ok && value == wide;
    }

    /// <summary>A whole number without sign.</summary>
    public readonly bool Byte(int slot, out byte value)
    {
        bool ok = JsonNumber.TryUnsigned(ValueAt(slot, out int length), length, out long wide);
        value = (byte)wide;
        return ok && value == wide;
    }

    /// <summary>A number, rounded to the nearest double.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public readonly bool Double(int slot, out double value) => JsonNumber.TryDouble(ValueAt(slot, out int length), length, out value);

    /// <summary>A number, rounded to the nearest float.</summary>
    public readonly bool Single(int slot, out float value)
    {
        byte* p = ValueAt(slot, out int length);
        return JsonNumber.TrySingle(p, length, out value);
    }

    /// <summary>A decimal number.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public readonly bool Decimal(int slot, out decimal value) => JsonNumber.TryDecimal(ValueAt(slot, out int length), length, out value);

    /// <summary>A date as UTC ticks; for the parameters see <see cref="JsonCursor.Date"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public readonly bool Date(int slot, TimeUnit unit, DatePattern? pattern, out long value)
    {
        if (_slots[slot].Kind == JsonSlotKind.Bare)
        {
            return JsonDates.TryNumber(ValueAt(slot, out int length), length, unit, pattern, out value);
        }

        return TextDate(slot, unit, pattern, out value);
    }

    /// <summary>A date as a day number; for the parameters see <see cref="JsonCursor.Day"/>.</summary>
    public readonly bool Day(int slot, TimeUnit unit, DatePattern? pattern, out int value)
    {
        value = 0;
        return _slots[slot].Kind == JsonSlotKind.Bare
            ? JsonDates.TryDayNumber(ValueAt(slot, out int length), length, unit, pattern, out value)
            : Text(slot, out Utf8Slice text) && JsonDates.TryDayText(text, unit, pattern, out value);
    }

    /// <summary>A duration as ticks.</summary>
    public readonly bool Duration(int slot, out long value)
    {
        value = 0;
        return OptionalText(slot, out Utf8Slice text) && DateParser.TryTimeSpan(text.Pointer, text.Length, out value);
    }

    internal static bool TryBoolean(byte* p, int length, out bool value)
    {
        const uint trueText = 0x65757274;
        const uint falseText = 0x736C6166;
        value = length == 4;
        return length == 4
            ? Unsafe.ReadUnaligned<uint>(p) == trueText
            : length == 5 && Unsafe.ReadUnaligned<uint>(p) == falseText && p[4] == (byte)'e';
    }

    private readonly bool TextDate(int slot, TimeUnit unit, DatePattern? pattern, out long value)
    {
        value = 0;
        return Text(slot, out Utf8Slice text) && JsonDates.TryText(text, unit, pattern, out value);
    }
}
