using System.Numerics;

namespace Compiled.State;

/// <summary>Numbers of groups whose saved form is stale, a bit each, in ascending order when enumerated.</summary>
internal sealed unsafe class ChangedGroups
{
    private ulong[] _bits = [];

    public long Bytes => _bits.Length * (long)sizeof(ulong);

    public void Add(int* groups, int count, int groupCount)
    {
        if (count == 0)
        {
            return;
        }

        int words = (int)(((long)groupCount + 63) / 64);
        if (words > _bits.Length)
        {
            Array.Resize(ref _bits, Math.Max(words, (int)Math.Min(_bits.Length * 2L, (int.MaxValue / 64) + 1)));
        }

        // New groups are numbered in the order in which they were touched: their bits come one beside the other and are collected, since each would wait for the word that the one before has written.
        int current = groups[0] >> 6;
        ulong collected = 0;
        for (int i = 0; i < count; i++)
        {
            int word = groups[i] >> 6;
            if (word != current)
            {
                _bits[current] |= collected;
                current = word;
                collected = 0;
            }

            collected |= 1ul << groups[i];
        }

        _bits[current] |= collected;
    }

    /// <summary>The first changed group that is not below <paramref name="from"/>, or -1.</summary>
    public int Next(int from)
    {
        int word = from >> 6;
        if (word >= _bits.Length)
        {
            return -1;
        }

        ulong rest = _bits[word] & (~0ul << from);
        while (rest == 0)
        {
            if (++word == _bits.Length)
            {
                return -1;
            }

            rest = _bits[word];
        }

        return (word << 6) + BitOperations.TrailingZeroCount(rest);
    }

    public void Clear() => Array.Clear(_bits);
}
