using System.Runtime.InteropServices;

namespace Compiled.State;

/// <summary>The accumulator of a running fold (<c>Scan</c> over a stream) in the store: one value under the operator's id.</summary>
public static class FoldState
{
    /// <summary>Writes the accumulator.</summary>
    public static void Save<T>(IKeyedStore store, ushort operatorId, in T accumulator)
        where T : unmanaged
    {
        ArgumentNullException.ThrowIfNull(store);
        store.Upsert(Key(operatorId), MemoryMarshal.AsBytes(new ReadOnlySpan<T>(in accumulator)));
    }

    /// <summary>Reads the accumulator; leaves it as it is if none was saved.</summary>
    /// <exception cref="PipelineException">What was saved has another size (CMP0921).</exception>
    public static void Load<T>(IKeyedStore store, ushort operatorId, ref T accumulator)
        where T : unmanaged
    {
        ArgumentNullException.ThrowIfNull(store);
        byte[] wanted = Key(operatorId);
        T found = accumulator;
        store.Scan((key, value) =>
        {
            if (key.SequenceEqual(wanted))
            {
                if (value.Length != System.Runtime.CompilerServices.Unsafe.SizeOf<T>())
                {
                    throw new PipelineException("CMP0921", $"The saved accumulator of operator {operatorId} has {value.Length} bytes, which does not fit {typeof(T)}. Start with a new checkpoint folder.");
                }

                found = MemoryMarshal.Read<T>(value);
            }
        });
        accumulator = found;
    }

    private static byte[] Key(ushort operatorId) => [(byte)(operatorId >> 8), (byte)operatorId];
}
