using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;
using Compiled.Memory;

namespace Compiled.Formats;

/// <summary>
/// Reads one row of JSON in whatever form it comes: generated code asks for members and values in turn. After the first fault every further call does
/// nothing, so the code asks once, at the end, by <see cref="End"/>.
/// </summary>
public unsafe ref partial struct JsonCursor
{
    private readonly byte* _row;
    private readonly JsonScratch _scratch;
    private byte* _p;
    private byte* _end;
    private byte* _name;
    private int _nameLength;
    private byte* _faultAt;
    private string? _fault;

    internal JsonCursor(byte* row, byte* end, JsonScratch scratch)
    {
        _row = row;
        _p = row;
        _end = end;
        _scratch = scratch;
    }

    /// <summary>Enters the object that must be here.</summary>
    /// <returns>Whether there is one.</returns>
    public bool BeginObject() => Enter((byte)'{', "an object");

    /// <summary>Goes to the value that is the whole row.</summary>
    public void BeginValue() => SkipSpace();

    /// <summary>Enters the array that must be here.</summary>
    /// <returns>Whether there is one.</returns>
    public bool BeginArray() => Enter((byte)'[', "an array");

    /// <summary>Goes to the next member of the object that is needed; values of others are passed over.</summary>
    /// <param name="members">The members that are needed.</param>
    /// <param name="first">True before the first member; set to false.</param>
    /// <param name="member">The member's number.</param>
    /// <returns>False after the last member, and after a fault.</returns>
    public bool NextMember(JsonMembers members, ref bool first, out int member)
    {
        member = -1;
        if (_fault != null)
        {
            return false;
        }

        while (true)
        {
            _name = null;
            if (!NextItem((byte)'}', ref first) || !Name(members, out member))
            {
                return false;
            }

            if (member >= 0)
            {
                return true;
            }

            byte* after = JsonSkip.Value(_p, _end);
            if (after == null)
            {
                return Expected("a value");
            }

            _p = after;
        }
    }

    /// <summary>Goes to the next element of the array.</summary>
    /// <param name="first">True before the first element; set to false.</param>
    /// <returns>False after the last element, and after a fault.</returns>
    public bool NextElement(ref bool first) => NextItem((byte)']', ref first);

    /// <summary>Passes over a value that is not needed.</summary>
    public void Skip()
    {
        byte* after = JsonSkip.Value(_p, _end);
        if (after == null)
        {
            Expected("a value");
        }
        else
        {
            _p = after;
        }
    }

    /// <summary>Passes over <c>null</c>, if that is what is here.</summary>
    public bool TryNull()
    {
        if (_end - _p < 4 || Unsafe.ReadUnaligned<uint>(_p) != JsonFields.NullText || (_end - _p > 4 && JsonBare.IsBare(_p[4])))
        {
            return false;
        }

        _p += 4;
        return true;
    }

    /// <summary>Notes that members are missing that must be there.</summary>
    /// <param name="members">The members of the object just read.</param>
    /// <param name="from">Number of the member that the lowest bit stands for.</param>
    /// <param name="missing">A bit for each missing one.</param>
    public void Missing(JsonMembers members, int from, ulong missing)
    {
        if (missing != 0 && _fault == null)
        {
            _name = null;
            Fail($"member '{members[from + BitOperationsOf(missing)].Name}' is missing");
        }
    }

    /// <summary>Ends the row: nothing but white space may follow.</summary>
    /// <returns>Whether the row was read without a fault.</returns>
    public bool End()
    {
        if (_fault != null)
        {
            return false;
        }

        SkipSpace();
        _name = null;
        return _p == _end || Expected("the end of the row");
    }

    /// <summary>What is wrong, for a person.</summary>
    internal readonly string Reason()
    {
        string member = _name == null ? "" : $"member '{Encoding.UTF8.GetString(_name, _nameLength)}': ";
        return string.Create(CultureInfo.InvariantCulture, $"{member}{_fault} (byte {_faultAt - _row} of the row)");
    }

    private static int BitOperationsOf(ulong bits) => System.Numerics.BitOperations.TrailingZeroCount(bits);

    /// <summary>Reads a member's name and the colon.</summary>
    private bool Name(JsonMembers members, out int member)
    {
        member = -1;
        if (_p >= _end || *_p != (byte)'"')
        {
            return Expected("a member's name");
        }

        byte* name = _p + 1;
        byte* quote = JsonText.FindQuote(name, _end, out bool hasEscape);
        if (quote == null)
        {
            return Expected("the end of a member's name");
        }

        _name = name;
        _nameLength = (int)(quote - name);
        member = members.Find(name, _nameLength);
        if (hasEscape && !EscapedName(members, out member))
        {
            return false;
        }

        _p = quote + 1;
        SkipSpace();
        if (_p >= _end || *_p != (byte)':')
        {
            return Expected("':'");
        }

        _p++;
        SkipSpace();
        return true;
    }

    private bool EscapedName(JsonMembers members, out int member)
    {
        member = -1;
        if (!JsonText.TryRead(_name, _nameLength, _scratch, out Utf8Slice unescaped))
        {
            return Expected("a member's name with valid escapes");
        }

        member = members.Find(unescaped.Span);
        return true;
    }

    private bool Enter(byte bracket, string what)
    {
        if (_fault != null)
        {
            return false;
        }

        SkipSpace();
        if (_p >= _end || *_p != bracket)
        {
            return Expected(what);
        }

        _p++;
        return true;
    }

    /// <summary>Passes over the separator before the next item, or the closing bracket.</summary>
    private bool NextItem(byte close, ref bool first)
    {
        SkipSpace();
        if (_p >= _end)
        {
            return _fault == null && Expected("',' or the closing bracket");
        }

        if (*_p == close)
        {
            _p++;
            return false;
        }

        if (!first)
        {
            if (*_p != (byte)',')
            {
                return Expected("',' or the closing bracket");
            }

            _p++;
            SkipSpace();
        }
        else
        {
            first = false;
        }

        return true;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void SkipSpace()
    {
        if (_p < _end && *_p <= (byte)' ')
        {
            SkipSpaces();
        }
    }

    private void SkipSpaces()
    {
        while (_p < _end && *_p is (byte)' ' or (byte)'\t' or (byte)'\r' or (byte)'\n')
        {
            _p++;
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private bool Expected(string what)
    {
        if (_fault != null)
        {
            return false;
        }

        const int shown = 24;
        int length = (int)Math.Min(shown, _end - _p);
        string found = length <= 0 ? "the end of the row" : $"'{Encoding.UTF8.GetString(_p, length)}{(_end - _p > shown ? "…" : "")}'";
        return Fail($"expected {what}, found {found}");
    }

    private bool Fail(string fault)
    {
        _fault = fault;
        _faultAt = _p;
        _p = _end;
        return false;
    }
}
