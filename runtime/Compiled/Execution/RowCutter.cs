namespace Compiled.Execution;

/// <summary>Finds places where a block of rows may be cut, so that several workers can share it. A block begins at a row's first byte.</summary>
internal static class RowCutter
{
    /// <summary>The end of the first row that ends at or after <paramref name="target"/>, or -1 if none does.</summary>
    /// <param name="block">The block.</param>
    /// <param name="from">A place known to be the start of a row, not after <paramref name="target"/>.</param>
    /// <param name="target">Where one would like to cut.</param>
    /// <param name="framing">How rows are told apart.</param>
    /// <param name="recordBytes">Their size if it is fixed.</param>
    public static int CutAtOrAfter(ReadOnlySpan<byte> block, int from, int target, RowFraming framing, int recordBytes) => framing switch
    {
        RowFraming.Newline => AfterNewline(block, target),
        RowFraming.QuotedNewline => AfterUnquotedNewline(block, from, target),
        RowFraming.FixedSize => AfterRecord(block, from, target, recordBytes),
        _ => throw new ArgumentOutOfRangeException(nameof(framing)),
    };

    /// <summary>Whether a row might end in these bytes: false means that decoding them again would be in vain.</summary>
    public static bool MayEndRow(ReadOnlySpan<byte> added, int total, RowFraming framing, int recordBytes) =>
        framing == RowFraming.FixedSize ? total >= recordBytes : added.Contains((byte)'\n');

    private static int AfterNewline(ReadOnlySpan<byte> block, int target)
    {
        // A line feed just before the target makes the target itself the cut.
        int search = Math.Max(target - 1, 0);
        int found = block[search..].IndexOf((byte)'\n');
        return found < 0 ? -1 : search + found + 1;
    }

    private static int AfterUnquotedNewline(ReadOnlySpan<byte> block, int from, int target)
    {
        // A doubled quote inside a field toggles twice, so parity alone tells inside from outside.
        int at = Math.Max(target - 1, from);
        bool quoted = (block[from..at].Count((byte)'"') & 1) != 0;
        while (at < block.Length)
        {
            int next = block[at..].IndexOfAny((byte)'"', (byte)'\n');
            if (next < 0)
            {
                return -1;
            }

            at += next + 1;
            if (block[at - 1] == (byte)'"')
            {
                quoted = !quoted;
            }
            else if (!quoted)
            {
                return at;
            }
        }

        return -1;
    }

    private static int AfterRecord(ReadOnlySpan<byte> block, int from, int target, int recordBytes)
    {
        long end = from + ((((long)target - from + recordBytes - 1) / recordBytes) * recordBytes);
        return end <= block.Length ? (int)end : -1;
    }
}
