using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Compiled.Formats;

/// <summary>
/// Copies a text and finds out in the same pass whether it holds a special byte. Pieces overlap at the end, so that a text of any length takes few steps and nothing beside it is touched.
/// </summary>
internal static class PlainCopy
{
    /// <summary>Copies <paramref name="text"/>, which fits; true if it holds no special byte.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool Copy<TSpecial>(ReadOnlySpan<byte> text, ref byte destination, TSpecial special)
        where TSpecial : struct, ISpecialBytes
    {
        ref byte source = ref MemoryMarshal.GetReference(text);
        nuint length = (nuint)text.Length;
        if (length >= 16)
        {
            return CopyLong(ref source, ref destination, length, special);
        }

        if (length >= 8)
        {
            ulong first = Unsafe.ReadUnaligned<ulong>(ref source);
            ulong last = Unsafe.ReadUnaligned<ulong>(ref Unsafe.Add(ref source, length - 8));
            Unsafe.WriteUnaligned(ref destination, first);
            Unsafe.WriteUnaligned(ref Unsafe.Add(ref destination, length - 8), last);
            return (special.Find(first) | special.Find(last)) == 0;
        }

        if (length >= 4)
        {
            uint first = Unsafe.ReadUnaligned<uint>(ref source);
            uint last = Unsafe.ReadUnaligned<uint>(ref Unsafe.Add(ref source, length - 4));
            Unsafe.WriteUnaligned(ref destination, first);
            Unsafe.WriteUnaligned(ref Unsafe.Add(ref destination, length - 4), last);
            return special.Find(first | ((ulong)last << 32)) == 0;
        }

        // Three places, of which some are the same, and harmless letters in the others.
        if (length == 0)
        {
            return true;
        }

        byte one = source;
        byte two = Unsafe.Add(ref source, length / 2);
        byte three = Unsafe.Add(ref source, length - 1);
        destination = one;
        Unsafe.Add(ref destination, length / 2) = two;
        Unsafe.Add(ref destination, length - 1) = three;
        return special.Find(0x6161_6161_6100_0000 | (ulong)one | ((ulong)two << 8) | ((ulong)three << 16)) == 0;
    }

    private static bool CopyLong<TSpecial>(ref byte source, ref byte destination, nuint length, TSpecial special)
        where TSpecial : struct, ISpecialBytes
    {
        nuint at = 0;
        Vector128<byte> found = Vector128<byte>.Zero;
        while (at + 16 < length)
        {
            Vector128<byte> bytes = Vector128.LoadUnsafe(ref source, at);
            bytes.StoreUnsafe(ref destination, at);
            found |= special.Find(bytes);
            at += 16;
        }

        Vector128<byte> last = Vector128.LoadUnsafe(ref source, length - 16);
        last.StoreUnsafe(ref destination, length - 16);
        return (found | special.Find(last)) == Vector128<byte>.Zero;
    }
}
