using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Compiled.Formats;

/// <summary>A window of up to 32 bytes.</summary>
internal unsafe struct JsonWindow256 : IJsonWindow<JsonWindow256>
{
    private Vector256<byte> _low;
    private Vector256<byte> _range;
    private Vector256<byte> _difference;

    /// <inheritdoc/>
    public readonly bool IsAsForeseen
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => _difference == Vector256<byte>.Zero;
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static JsonWindow256 Begin(byte* window) => new() { _low = Vector256.Load(window), _range = Vector256.Load(window + JsonSegment.WindowBytes) };

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Compare(byte* bytes) => _difference |= Avx2.SubtractSaturate(Vector256.Load(bytes) + _low, _range);
}
