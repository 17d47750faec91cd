using System.Runtime.CompilerServices;

namespace Compiled.State;

/// <summary>
/// How groups lie in a table: constants of a key and its aggregates. A bucket of entries starts on a cache line. Aggregates that fit lie in the entry, so that a row
/// costs one random line; larger ones lie in a list of their own, to which the entry has the address, since half of the entries are empty.
/// </summary>
internal static unsafe class GroupLayout<TKey, TAggregates>
    where TKey : unmanaged
    where TAggregates : unmanaged
{
    private const int Line = 64;

    /// <summary>Whether an entry holds the aggregates, not their address.</summary>
    public static bool IsInline
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => AggregatesOffset + sizeof(TAggregates) <= Line;
    }

    /// <summary>Where aggregates, or their address, begin in an entry.</summary>
    public static int AggregatesOffset
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => (sizeof(GroupEntry<TKey>) + 7) & ~7;
    }

    /// <summary>Where an entry's mark is.</summary>
    public static int MarkOffset
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => (sizeof(TKey) + 3) & ~3;
    }

    /// <summary>Bytes from one entry to the next.</summary>
    public static int Stride
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => (AggregatesOffset + (IsInline ? sizeof(TAggregates) : sizeof(nint))) switch
        {
            <= 16 => 16,
            <= 32 => 32,
            <= 64 => 64,
            int size => (size + 63) & ~63,
        };
    }

    /// <summary>Entries of a bucket: as many as fit a line, but two at least, so that a bucket seldom overflows.</summary>
    public static int Slots
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => Stride == 16 ? 4 : 2;
    }

    /// <summary>Bytes of a bucket.</summary>
    public static int BucketBytes
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => Slots * Stride;
    }

    /// <summary>Bytes that a group's aggregates take in the list.</summary>
    public static int ListStride
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => (sizeof(TAggregates) + 7) & ~7;
    }

    /// <summary>
    /// The entry of a bucket that has this mark; another one if none has. No branch: which slot a key took cannot be predicted.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static byte* Select(byte* bucket, uint mark)
    {
        uint slot = Slots == 2
            ? Is(bucket, 1, mark)
            : Is(bucket, 1, mark) | (Is(bucket, 2, mark) * 2) | (Is(bucket, 3, mark) * 3);
        return bucket + (slot * (nuint)Stride);
    }

    /// <summary>The mark of an entry.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static uint MarkOf(byte* entry) => *(uint*)(entry + MarkOffset);

    /// <summary>The address of a group's aggregates.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static nint AggregatesOf(byte* entry) => IsInline ? (nint)(entry + AggregatesOffset) : *(nint*)(entry + AggregatesOffset);

    /// <summary>Asks for the lines of a bucket to come to the second-level cache.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void PrefetchFar(byte* bucket)
    {
        if (System.Runtime.Intrinsics.X86.Sse.IsSupported)
        {
            System.Runtime.Intrinsics.X86.Sse.Prefetch1(bucket);
            if (BucketBytes > Line)
            {
                System.Runtime.Intrinsics.X86.Sse.Prefetch1(bucket + Stride);
            }
        }
    }

    /// <summary>Asks for the lines of a bucket to come to the first-level cache.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void PrefetchNear(byte* bucket)
    {
        if (System.Runtime.Intrinsics.X86.Sse.IsSupported)
        {
            System.Runtime.Intrinsics.X86.Sse.Prefetch0(bucket);
            if (BucketBytes > Line)
            {
                System.Runtime.Intrinsics.X86.Sse.Prefetch0(bucket + Stride);
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static uint Is(byte* bucket, int slot, uint mark) => Unsafe.BitCast<bool, byte>(*(uint*)(bucket + (slot * Stride) + MarkOffset) == mark);
}
