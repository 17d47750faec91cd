using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Compiled.Formats;

/// <summary>A window of up to 64 bytes.</summary>
internal unsafe struct JsonWindow512 : IJsonWindow<JsonWindow512>
{
    private Vector512<byte> _low;
    private Vector512<byte> _range;
    private Vector512<byte> _difference;

    /// <inheritdoc/>
    public readonly bool IsAsForeseen
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => _difference == Vector512<byte>.Zero;
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static JsonWindow512 Begin(byte* window) => new() { _low = Vector512.Load(window), _range = Vector512.Load(window + JsonSegment.WindowBytes) };

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Compare(byte* bytes) => _difference |= Avx512BW.SubtractSaturate(Vector512.Load(bytes) + _low, _range);
}
