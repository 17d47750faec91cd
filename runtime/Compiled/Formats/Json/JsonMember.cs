using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Text;

namespace Compiled.Formats;

/// <summary>What kind of value a needed member has.</summary>
internal enum JsonMemberKind
{
    /// <summary>Text, a number, a date or a truth value.</summary>
    Value,

    /// <summary>An object whose members are needed.</summary>
    Record,

    /// <summary>An array of objects.</summary>
    RecordList,

    /// <summary>An array of values.</summary>
    ValueList,
}

/// <summary>One member that a query reads, as the generated decoder describes it to the runtime.</summary>
public sealed class JsonMember
{
    /// <summary>Longest name that is compared as one vector.</summary>
    private const int VectorBytes = 32;

    private readonly Vector256<byte> _start;
    private readonly Vector256<byte> _mask;

    private JsonMember(string name, JsonMemberKind kind, JsonMembers? children)
    {
        ArgumentNullException.ThrowIfNull(name);
        Name = name;
        Utf8Name = Encoding.UTF8.GetBytes(name);
        Kind = kind;
        Span<byte> start = stackalloc byte[VectorBytes];
        Span<byte> mask = stackalloc byte[VectorBytes];
        start.Clear();
        mask.Clear();
        int length = Math.Min(Utf8Name.Length, VectorBytes);
        Utf8Name.AsSpan(0, length).CopyTo(start);
        mask[..length].Fill(0xFF);
        _start = Vector256.Create<byte>(start);
        _mask = Vector256.Create<byte>(mask);
        Children = children;
    }

    /// <summary>The member's name in the data.</summary>
    public string Name { get; }

    internal byte[] Utf8Name { get; }

    internal JsonMemberKind Kind { get; }

    internal JsonMembers? Children { get; }

    /// <summary>Whether this is the member's name; 32 bytes of it may be read.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal unsafe bool IsCalled(byte* name, int length) =>
        length == Utf8Name.Length
        && ((Vector256.Load(name) ^ _start) & _mask) == Vector256<byte>.Zero
        && (length <= VectorBytes || new ReadOnlySpan<byte>(name, length).SequenceEqual(Utf8Name));

    /// <summary>A member that holds text, a number, a date or a truth value.</summary>
    public static JsonMember Value(string name) => new(name, JsonMemberKind.Value, null);

    /// <summary>A member that holds an object.</summary>
    public static JsonMember Record(string name, JsonMembers members) => new(name, JsonMemberKind.Record, members);

    /// <summary>A member that holds an array of objects.</summary>
    public static JsonMember RecordList(string name, JsonMembers elements) => new(name, JsonMemberKind.RecordList, elements);

    /// <summary>A member that holds an array of values.</summary>
    public static JsonMember ValueList(string name) => new(name, JsonMemberKind.ValueList, null);
}
