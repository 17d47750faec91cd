namespace Compiled.Formats;

/// <summary>The index of <see cref="JsonIndex"/>, a byte at a time: the definition that the vector kernels are tested against.</summary>
internal static unsafe class JsonIndexScalar
{
    /// <summary>Writes the positions of unescaped quotes and newlines.</summary>
    /// <param name="positions">Room for one a byte and 128 more.</param>
    /// <returns>Number of positions.</returns>
    public static int Scan(byte* block, int length, ushort* positions)
    {
        int count = 0;
        bool isEscaped = false;
        for (int i = 0; i < length; i++)
        {
            byte b = block[i];
            if (b == (byte)'\n' || (b == (byte)'"' && !isEscaped))
            {
                positions[count++] = (ushort)i;
            }

            isEscaped = b == (byte)'\\' && !isEscaped;
        }

        return count;
    }
}
