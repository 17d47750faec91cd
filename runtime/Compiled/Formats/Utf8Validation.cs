using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics.X86;
using System.Text.Unicode;

namespace Compiled.Formats;

/// <summary>Whether bytes are UTF-8: no overlong form, no surrogate, nothing past U+10FFFF.</summary>
public static unsafe class Utf8Validation
{
    private const int Short = 64;

    /// <summary>Whether the whole slice is valid.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool IsValid(byte* p, int length) =>
        length >= Short && Avx2.IsSupported ? Utf8Validation256.IsValid(p, length) : Utf8.IsValid(new ReadOnlySpan<byte>(p, length));
}
