using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using Compiled.Memory;

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
        return special.Find((special.Harmless * 0x0101_0101_0100_0000ul) | one | ((ulong)two << 8) | ((ulong)three << 16)) == 0;
    }

    /// <summary>The same where a whole vector may be written to behind the text.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool CopyAhead<TSpecial>(ReadOnlySpan<byte> text, ref byte destination, TSpecial special)
        where TSpecial : struct, ISpecialBytes =>
        Avx512BW.VL.IsSupported && text.Length <= Vector256<byte>.Count ? CopyMasked(text, ref destination, special) : Copy(text, ref destination, special);

    /// <summary>Copies a short text to where a whole vector may be written to behind it.</summary>
    /// <returns>Whether it is short and holds no special byte; false on machines without AVX-512.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static unsafe bool TryCopyShort<TSpecial>(Utf8Slice text, ref byte destination, TSpecial special)
        where TSpecial : struct, ISpecialBytes
    {
        if (!Avx512BW.VL.IsSupported || text.Length > Vector256<byte>.Count)
        {
            return false;
        }

        Vector256<byte> bytes = LoadMasked(text.Pointer, text.Length, special.Harmless);
        bytes.StoreUnsafe(ref destination);
        return !special.IsAnyIn(bytes);
    }

    /// <summary>Copies a text to where a whole vector may be written to behind it.</summary>
    /// <returns>Behind the text.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ref byte CopyAhead(ReadOnlySpan<byte> text, ref byte destination)
    {
        if (Avx512BW.VL.IsSupported && text.Length <= Vector256<byte>.Count)
        {
            LoadMasked(text, 0).StoreUnsafe(ref destination);
        }
        else
        {
            text.CopyTo(MemoryMarshal.CreateSpan(ref destination, text.Length));
        }

        return ref Unsafe.Add(ref destination, text.Length);
    }

    // One way for all lengths: which one comes next cannot be foreseen.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static bool CopyMasked<TSpecial>(ReadOnlySpan<byte> text, ref byte destination, TSpecial special)
        where TSpecial : struct, ISpecialBytes
    {
        Vector256<byte> bytes = LoadMasked(text, special.Harmless);
        bytes.StoreUnsafe(ref destination);
        return !special.IsAnyIn(bytes);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static unsafe Vector256<byte> LoadMasked(ReadOnlySpan<byte> text, byte rest)
    {
        fixed (byte* source = &MemoryMarshal.GetReference(text))
        {
            return LoadMasked(source, text.Length, rest);
        }
    }

    // What lies behind the text is not touched.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static unsafe Vector256<byte> LoadMasked(byte* text, int length, byte rest) =>
        Avx512BW.VL.MaskLoad(text, Vector256.LessThan(Vector256<byte>.Indices, Vector256.Create((byte)length)), Vector256.Create(rest));

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
