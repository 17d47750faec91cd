using System.Diagnostics.CodeAnalysis;
using System.Text;

namespace Compiled.Jobs.Plain;

/// <summary>Numbers texts from 0 on in the order of their first occurrence, without making a string of every occurrence.</summary>
internal sealed class Utf8Names
{
    private readonly Dictionary<byte[], int> _ids = new(new Bytes());
    private readonly Dictionary<byte[], int>.AlternateLookup<ReadOnlySpan<byte>> _lookup;
    private readonly List<string> _names = [];

    public Utf8Names() => _lookup = _ids.GetAlternateLookup<ReadOnlySpan<byte>>();

    public IReadOnlyList<string> Names => _names;

    public int IdOf(ReadOnlySpan<byte> text)
    {
        if (!_lookup.TryGetValue(text, out int id))
        {
            id = _names.Count;
            _lookup[text] = id;
            _names.Add(Encoding.UTF8.GetString(text));
        }

        return id;
    }

    private sealed class Bytes : IEqualityComparer<byte[]>, IAlternateEqualityComparer<ReadOnlySpan<byte>, byte[]>
    {
        public byte[] Create(ReadOnlySpan<byte> alternate) => alternate.ToArray();

        public bool Equals(ReadOnlySpan<byte> alternate, byte[] other) => alternate.SequenceEqual(other);

        public int GetHashCode(ReadOnlySpan<byte> alternate)
        {
            ulong hash = (ulong)alternate.Length;
            foreach (byte b in alternate)
            {
                hash = (hash ^ b) * 0x9E37_79B9_7F4A_7C15;
            }

            return (int)(hash >> 32);
        }

        public bool Equals(byte[]? x, byte[]? y) => x.AsSpan().SequenceEqual(y);

        public int GetHashCode([DisallowNull] byte[] obj) => GetHashCode(obj.AsSpan());
    }
}
