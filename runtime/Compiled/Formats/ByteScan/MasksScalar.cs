namespace Compiled.Formats.ByteScan;

/// <summary>A byte at a time: the definition that the vector forms are held against.</summary>
internal readonly unsafe struct MasksScalar : IMasks
{
    public static ulong Equal(byte* bytes, byte value)
    {
        ulong mask = 0;
        for (int i = 0; i < SeparatorScan.Step; i++)
        {
            mask |= (bytes[i] == value ? 1UL : 0) << i;
        }

        return mask;
    }

    public static ulong High(byte* bytes)
    {
        ulong mask = 0;
        for (int i = 0; i < SeparatorScan.Step; i++)
        {
            mask |= (ulong)(bytes[i] >> 7) << i;
        }

        return mask;
    }
}
