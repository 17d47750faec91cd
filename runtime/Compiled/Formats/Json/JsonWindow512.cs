using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Compiled.Formats;

/// <summary>A window of up to 64 bytes.</summary>
/// <typeparam name="TMemory">Where the bytes are likely to be: <see cref="NearMemory"/>, or <see cref="FreshMemory"/>, which is asked for ahead. Asking costs 4 % of a walk even where it is in vain.</typeparam>
internal unsafe struct JsonWindow512<TMemory> : IJsonWindow<JsonWindow512<TMemory>>
    where TMemory : struct
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
    public static JsonWindow512<TMemory> Begin(byte* window) => new() { _low = Vector512.Load(window), _range = Vector512.Load(window + JsonSegment.WindowBytes) };

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Compare(byte* bytes)
    {
        if (typeof(TMemory) == typeof(FreshMemory))
        {
            Sse.Prefetch1(bytes + ReadAhead.Bytes);
        }

        _difference |= Avx512BW.SubtractSaturate(Vector512.Load(bytes) + _low, _range);
    }
}

/// <summary>Memory that lies in a near cache.</summary>
internal struct NearMemory;

/// <summary>Memory that lies in no near cache.</summary>
internal struct FreshMemory;
