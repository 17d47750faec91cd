namespace Compiled.Formats;

/// <summary>The index of <see cref="JsonIndex"/>, a byte at a time: the definition that the vector kernels are tested against.</summary>
internal static unsafe class JsonIndexScalar
{
    /// <summary>Writes the positions and the chunks.</summary>
    /// <returns>Number of positions.</returns>
    public static int Scan(byte* block, int length, JsonIndexTables tables)
    {
        int count = 0;
        bool isEscaped = false;
        for (int i = 0; i < length; i++)
        {
            JsonIndexChunk* chunk = tables.Chunks + (i / 64);
            if (i % 64 == 0)
            {
                *chunk = new JsonIndexChunk { Before = count };
            }

            byte b = block[i];
            if (b == (byte)'\n' || (b == (byte)'"' && !isEscaped))
            {
                tables.Positions[count++] = (ushort)i;
                chunk->Found |= 1UL << (i % 64);
            }

            isEscaped = b == (byte)'\\' && !isEscaped;
        }

        return count;
    }
}
