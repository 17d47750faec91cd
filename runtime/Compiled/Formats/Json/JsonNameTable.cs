using System.Runtime.Intrinsics;

namespace Compiled.Formats;

/// <summary>The needed members of an object by their names, each at a place of its own: a name is compared with one member at most, without a branch on which it is.</summary>
internal sealed unsafe class JsonNameTable
{
    /// <summary>Longest name, with its closing quote, that is compared as one vector.</summary>
    public const int VectorBytes = 32;

    // How many places a member may have, and how often multipliers are drawn for each size.
    private const int LeastRoom = 4;
    private const int MostRoom = 64;
    private const int Attempts = 64;
    private const int WordBytes = 8;

    // Ones, then as many zeros.
    private static readonly JsonBuffer<byte> s_ones = Ones();

    private readonly JsonMembers _members;
    private readonly JsonBuffer<JsonNameEntry> _entries = new();
    private readonly int _firstSlot;

    private JsonNameTable(JsonMembers members, int firstSlot)
    {
        _members = members;
        _firstSlot = firstSlot;
        Children = new JsonNameTable?[members.Count];
    }

    /// <summary>The tables of members that are records, by number; null for others.</summary>
    public JsonNameTable?[] Children { get; }

    /// <summary>The places.</summary>
    public JsonNameEntry* Entries => _entries.Pointer;

    /// <summary>Whether places are told by <see cref="NamePlaceByHead"/>, else by <see cref="NamePlaceByEnds"/>.</summary>
    public bool IsByHead { get; private set; }

    /// <summary>Multiplies the first eight bytes of a name.</summary>
    public ulong HeadFactor { get; private set; }

    /// <summary>Multiplies the last eight bytes of a name.</summary>
    public ulong TailFactor { get; private set; }

    /// <summary>How far the sum is shifted right.</summary>
    public int Shift { get; private set; }

    /// <summary>From n bytes before it on, 32 bytes of which the first n are ones.</summary>
    public static byte* OnesEnd => s_ones.Pointer + VectorBytes;

    /// <summary>Makes the table.</summary>
    /// <param name="members">The members.</param>
    /// <param name="firstSlot">The slot of the first one.</param>
    /// <returns>Null if some of the names agree in all that places are told by, or a member is a list.</returns>
    public static JsonNameTable? TryMake(JsonMembers members, int firstSlot)
    {
        var table = new JsonNameTable(members, firstSlot);
        for (int i = 0; i < members.Count; i++)
        {
            if (members[i].Kind is JsonMemberKind.RecordList or JsonMemberKind.ValueList)
            {
                return null;
            }

            if (members[i].Kind == JsonMemberKind.Record && (table.Children[i] = TryMake(members[i].Children!, table.SlotOf(i) + 1)) == null)
            {
                return null;
            }
        }

        return table.Fill<NamePlaceByHead>() || table.Fill<NamePlaceByEnds>() ? table : null;
    }

    /// <summary>The number of the member called so, or -1; for names of any length without escapes.</summary>
    public int Find(ReadOnlySpan<byte> name) => _members.Find(name);

    /// <summary>The slot of a member.</summary>
    public int SlotOf(int member) => _firstSlot + _members.SlotOf(member);

    private bool Fill<TPlace>()
        where TPlace : struct, INamePlace
    {
        IsByHead = typeof(TPlace) == typeof(NamePlaceByHead);
        for (int room = LeastRoom; room <= MostRoom; room *= 2)
        {
            int bits = 1;
            while (1 << bits < room * _members.Count)
            {
                bits++;
            }

            Shift = (WordBytes * 8) - bits;
            var random = new Random(1);
            for (int attempt = 0; attempt < Attempts; attempt++)
            {
                HeadFactor = (ulong)random.NextInt64() | 1;
                TailFactor = (ulong)random.NextInt64() | 1;
                if (Fill<TPlace>(1 << bits))
                {
                    return true;
                }
            }
        }

        return false;
    }

    private bool Fill<TPlace>(int places)
        where TPlace : struct, INamePlace
    {
        _entries.Clear();
        for (int i = 0; i < places; i++)
        {
            _entries.Add(default);
        }

        // What stands before a short name and behind it counts nowhere.
        byte* padded = stackalloc byte[WordBytes + VectorBytes];
        for (int i = 0; i < _members.Count; i++)
        {
            byte[] name = _members[i].Utf8Name;
            if (name.Length > JsonFreeMembers.LongestName)
            {
                // Looked up by the members themselves.
                continue;
            }

            new Span<byte>(padded, WordBytes + VectorBytes).Clear();
            name.CopyTo(new Span<byte>(padded + WordBytes, VectorBytes));
            padded[WordBytes + name.Length] = (byte)'"';
            Vector256<byte> bytes = Vector256.Load(padded + WordBytes);
            JsonNameEntry* entry = Entries + TPlace.Of(bytes, padded + WordBytes, name.Length, HeadFactor, TailFactor, Shift);
            if (entry->Bit != 0)
            {
                return false;
            }

            *entry = new JsonNameEntry { Start = bytes, Slot = SlotOf(i) + 1, Bit = 1UL << SlotOf(i) };
        }

        return true;
    }

    private static JsonBuffer<byte> Ones()
    {
        var ones = new JsonBuffer<byte>();
        for (int i = 0; i < 2 * VectorBytes; i++)
        {
            ones.Add(i < VectorBytes ? byte.MaxValue : (byte)0);
        }

        return ones;
    }
}
