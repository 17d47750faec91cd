namespace Compiled.Formats;

/// <summary>The index of <see cref="JsonIndex"/>, a byte at a time: the definition that the vector kernels are tested against.</summary>
internal static unsafe class JsonIndexScalar
{
    /// <summary>Writes the positions and the rows' ends.</summary>
    /// <returns>Number of positions.</returns>
    public static int Scan(byte* block, int length, ushort* positions, ushort* rowEnds, out int rows)
    {
        int count = 0;
        rows = 0;
        for (int i = 0; i < length; i++)
        {
            switch (block[i])
            {
                case (byte)'\\' when i + 1 < length && block[i + 1] != (byte)'\n':
                    i++;
                    break;
                case (byte)'"':
                    positions[count++] = (ushort)i;
                    break;
                case (byte)'\n':
                    rowEnds[rows++] = (ushort)count;
                    positions[count++] = (ushort)i;
                    break;
            }
        }

        return count;
    }
}
