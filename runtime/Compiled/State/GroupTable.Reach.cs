using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics.X86;

namespace Compiled.State;

/// <content>How far ahead of the rows memory is asked for, and into which cache it comes.</content>
public sealed unsafe partial class GroupTable<TKey, TAggregates, TOps>
{
    // From 80 000 groups on, index and entries are beyond a core's second-level cache.
    private const long LeastFarIndexBytes = 2L << 20;

    private bool IsFar => _header->IndexBytes >= LeastFarIndexBytes;

    /// <summary>The steps of a loop over rows.</summary>
    private interface IReach
    {
        /// <summary>Rows between asking for a bucket and reading it.</summary>
        static abstract int Buckets { get; }

        /// <summary>Rows between asking for an entry and reading it.</summary>
        static abstract int Entries { get; }

        /// <summary>Whether a row whose bucket is full is set aside.</summary>
        static abstract bool Defers { get; }

        /// <summary>Asks for a line.</summary>
        static abstract void Ask(byte* line);

        /// <summary>Asks once more for an entry that is read soon.</summary>
        static abstract void AskAgain(nint* candidates);
    }

    /// <summary>Lines from the second-level cache or a little further: to the nearest cache, and not so many that they leave it again before they are read.</summary>
    private readonly struct Near : IReach
    {
        public static int Buckets => 64;

        public static int Entries => 32;

        public static bool Defers => false;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static void Ask(byte* line)
        {
            if (Sse.IsSupported)
            {
                Sse.Prefetch0(line);
            }
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static void AskAgain(nint* candidates)
        {
        }
    }

    /// <summary>
    /// Lines from memory: to the second-level cache, and entries from there to the nearest. A core has few buffers for lines on their way to the nearest cache;
    /// Zen 4 has so many more for the second-level one that a random line costs half.
    /// </summary>
    private readonly struct Far : IReach
    {
        private const int Soon = 8;

        public static int Buckets => 128;

        public static int Entries => 64;

        public static bool Defers => true;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static void Ask(byte* line)
        {
            if (Sse.IsSupported)
            {
                Sse.Prefetch1(line);
            }
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static void AskAgain(nint* candidates)
        {
            if (Sse.IsSupported)
            {
                Sse.Prefetch0((byte*)candidates[Soon]);
            }
        }
    }
}
