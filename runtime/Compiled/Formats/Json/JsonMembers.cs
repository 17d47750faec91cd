using System.Runtime.CompilerServices;

namespace Compiled.Formats;

/// <summary>
/// The members that a query reads of one kind of object: found by the exact bytes of their names. Members are numbered in the order given.
/// </summary>
/// <remarks>
/// Each member also has a slot in the table that a <see cref="JsonShape"/> keeps of a row's values: one for a value or a list, one and those of its
/// members for a record. Generated code counts the same way.
/// </remarks>
public sealed class JsonMembers
{
    private const int Buckets = 64;
    private readonly JsonMember[] _members;

    // First member whose name falls into the bucket by its length and its first and last byte, and the next one after each member; -1 ends a chain.
    private readonly short[] _first = new short[Buckets];
    private readonly short[] _next;
    private readonly int[] _slots;

    /// <summary>The needed members of an object.</summary>
    /// <exception cref="ArgumentException">Two members have one name.</exception>
    public JsonMembers(params JsonMember[] members)
    {
        ArgumentNullException.ThrowIfNull(members);
        _members = members;
        _next = new short[members.Length];
        _slots = new int[members.Length];
        Array.Fill(_first, (short)-1);
        for (int i = members.Length - 1; i >= 0; i--)
        {
            int bucket = BucketOf(members[i].Utf8Name);
            _next[i] = _first[bucket];
            _first[bucket] = (short)i;
        }

        for (int i = 0; i < members.Length; i++)
        {
            if (Find(members[i].Utf8Name) != i)
            {
                throw new ArgumentException($"Two members are called '{members[i].Name}'.", nameof(members));
            }

            _slots[i] = Slots;
            Slots += members[i].Kind == JsonMemberKind.Record ? 1 + members[i].Children!.Slots : 1;
        }
    }

    internal int Count => _members.Length;

    /// <summary>Slots that an object takes.</summary>
    internal int Slots { get; }

    internal JsonMember this[int member] => _members[member];

    /// <summary>The member's slot, counted from the object's first.</summary>
    internal int SlotOf(int member) => _slots[member];

    /// <summary>The number of the member called <paramref name="name"/>, or -1.</summary>
    internal int Find(ReadOnlySpan<byte> name)
    {
        int member = _first[BucketOf(name)];
        while (member >= 0 && !name.SequenceEqual(_members[member].Utf8Name))
        {
            member = _next[member];
        }

        return member;
    }

    /// <summary>The number of the member called so, or -1.</summary>
    /// <param name="name">The name between its quotes; 32 bytes may be read.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal unsafe int Find(byte* name, int length)
    {
        int member = _first[BucketOf(name[0], name[length - 1], length)];
        while (member >= 0 && !_members[member].IsCalled(name, length))
        {
            member = _next[member];
        }

        return member;
    }

    // An empty name is as if it were its quotes.
    private static int BucketOf(ReadOnlySpan<byte> name) => name.IsEmpty ? BucketOf((byte)'"', (byte)'"', 0) : BucketOf(name[0], name[^1], name.Length);

    // So that nearly all names that are not needed find an empty bucket, and nothing else about them has to be guessed.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static int BucketOf(byte first, byte last, int length) => (int)((uint)(length + (first * 7) + (last * 3)) % Buckets);
}
