using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Text;

namespace Compiled.Formats;

/// <summary>
/// How a date of fixed width is written: <c>yyyy</c>, <c>MM</c>, <c>dd</c>, <c>HH</c>, <c>mm</c>, <c>ss</c>, <c>f</c> to <c>fffffff</c>, and characters that stand for
/// themselves (letters other than T and Z in single quotes). Read once, used for every row.
/// </summary>
/// <remarks>What a pattern leaves out is the first possible: month 1, day 1, hour 0. Dates are UTC.</remarks>
public sealed unsafe class DatePattern
{
    private const int VectorBytes = 32;
    private const int FieldCount = 7;
    private readonly byte[] _literals;  // 0 where a digit stands
    private readonly bool[] _isDigit;
    private readonly Field[] _fields;
    private readonly Vector256<byte> _literalMask;
    private readonly Vector256<byte> _literalBytes;
    private readonly Vector256<byte> _digitMask;

    private DatePattern(string text, byte[] literals, bool[] isDigit, Field[] fields)
    {
        Text = text;
        _literals = literals;
        _isDigit = isDigit;
        _fields = fields;
        byte* mask = stackalloc byte[VectorBytes];
        byte* bytes = stackalloc byte[VectorBytes];
        byte* digit = stackalloc byte[VectorBytes];
        for (int i = 0; i < VectorBytes; i++)
        {
            bool inside = i < literals.Length;
            mask[i] = inside && !isDigit[i] ? (byte)0xFF : (byte)0;
            digit[i] = inside && isDigit[i] ? (byte)0xFF : (byte)0;
            bytes[i] = inside && !isDigit[i] ? literals[i] : (byte)0;
        }

        _literalMask = Vector256.Load(mask);
        _literalBytes = Vector256.Load(bytes);
        _digitMask = Vector256.Load(digit);
    }

    /// <summary>The pattern as it was stated.</summary>
    public string Text { get; }

    /// <summary>Length in bytes of every date of this pattern.</summary>
    public int Length => _literals.Length;

    /// <summary>Reads a pattern.</summary>
    /// <exception cref="FormatException">A field of another width, twice the same field, no year, an unknown letter, an unclosed quote.</exception>
    public static DatePattern Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var literals = new List<byte>();
        var isDigit = new List<bool>();
        var fields = new Field[FieldCount];
        for (int i = 0; i < text.Length;)
        {
            i = text[i] == '\'' ? AddQuoted(text, i, literals, isDigit) : AddNext(text, i, literals, isDigit, fields);
        }

        if (fields[0].Width == 0)
        {
            throw new FormatException($"The date pattern '{text}' has no year (yyyy).");
        }

        return new DatePattern(text, [.. literals], [.. isDigit], fields);
    }

    /// <summary>A date of exactly this form; up to 32 bytes after the text are read.</summary>
    public bool TryParse(byte* p, int length, out long utcTicks)
    {
        utcTicks = 0;
        if (length != _literals.Length || !HasForm(p))
        {
            return false;
        }

        uint year = (Two(p + _fields[0].Offset) * 100) + Two(p + _fields[0].Offset + 2);
        uint month = Two(p, 1, 1);
        uint day = Two(p, 2, 1);
        if (!Calendar.TryDayNumber(year, month, day, out int dayNumber) || !Calendar.TryTimeOfDay(Two(p, 3, 0), Two(p, 4, 0), Two(p, 5, 0), out long time))
        {
            return false;
        }

        utcTicks = (dayNumber * TimeSpan.TicksPerDay) + time + Fraction(p);
        return true;
    }

    private static int AddQuoted(string text, int start, List<byte> literals, List<bool> isDigit)
    {
        int end = text.IndexOf('\'', start + 1);
        if (end < 0)
        {
            throw new FormatException($"The date pattern '{text}' has an unclosed quote.");
        }

        AddLiteral(text[(start + 1)..end], literals, isDigit);
        return end + 1;
    }

    private static int AddNext(string text, int start, List<byte> literals, List<bool> isDigit, Field[] fields)
    {
        char c = text[start];
        int field = "yMdHmsf".IndexOf(c, StringComparison.Ordinal);
        if (field < 0)
        {
            if (char.IsAsciiLetter(c) && c is not ('T' or 'Z'))
            {
                throw new FormatException($"The date pattern '{text}' has an unknown letter '{c}'. Known are yyyy MM dd HH mm ss f; put text in single quotes.");
            }

            int runes = char.IsHighSurrogate(c) && start + 1 < text.Length ? 2 : 1;
            AddLiteral(text.Substring(start, runes), literals, isDigit);
            return start + runes;
        }

        int width = 1;
        while (start + width < text.Length && text[start + width] == c)
        {
            width++;
        }

        bool fits = c switch { 'y' => width == 4, 'f' => width <= 7, _ => width == 2 };
        if (!fits || fields[field].Width != 0)
        {
            throw new FormatException($"The date pattern '{text}' has '{new string(c, width)}' where yyyy, MM, dd, HH, mm, ss and f to fffffff may stand once each.");
        }

        fields[field] = new Field(literals.Count, width);
        for (int i = 0; i < width; i++)
        {
            literals.Add(0);
            isDigit.Add(true);
        }

        return start + width;
    }

    private static void AddLiteral(string text, List<byte> literals, List<bool> isDigit)
    {
        foreach (byte b in Encoding.UTF8.GetBytes(text))
        {
            literals.Add(b);
            isDigit.Add(false);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static uint Two(byte* p) => ((uint)(p[0] - '0') * 10) + (uint)(p[1] - '0');

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private uint Two(byte* p, int field, uint absent) => _fields[field].Width == 0 ? absent : Two(p + _fields[field].Offset);

    /// <summary>Whether digits stand where digits belong and literals are equal, for the whole date at once if it fits a vector.</summary>
    private bool HasForm(byte* p)
    {
        if (_literals.Length > VectorBytes || !Vector256.IsHardwareAccelerated)
        {
            return HasFormByBytes(p);
        }

        Vector256<byte> text = Vector256.Load(p);
        Vector256<byte> wrong = ((text & _literalMask) ^ _literalBytes)
            | (Vector256.GreaterThan(text - Vector256.Create((byte)'0'), Vector256.Create((byte)9)) & _digitMask);
        return wrong == Vector256<byte>.Zero;
    }

    private bool HasFormByBytes(byte* p)
    {
        for (int i = 0; i < _literals.Length; i++)
        {
            if (_isDigit[i] ? !char.IsAsciiDigit((char)p[i]) : p[i] != _literals[i])
            {
                return false;
            }
        }

        return true;
    }

    private long Fraction(byte* p)
    {
        Field field = _fields[FieldCount - 1];
        long ticks = 0;
        long unit = TimeSpan.TicksPerSecond / 10;
        for (int i = 0; i < field.Width; i++)
        {
            ticks += (p[field.Offset + i] - '0') * unit;
            unit /= 10;
        }

        return ticks;
    }

    private readonly record struct Field(int Offset, int Width);
}
