using System.Text;
using Compiled.Memory;
using Compiled.State;

namespace Compiled.Tests.State;

internal struct SumCount
{
    public long Sum;
    public long Count;
}

internal readonly struct SumCountOps : IAggregateOps<SumCount>
{
    public static void Combine(ref SumCount into, in SumCount from, TextArena arena)
    {
        into.Sum += from.Sum;
        into.Count += from.Count;
    }
}

/// <summary>Aggregates that do not begin at zero and hold text: least and greatest text, least number.</summary>
internal struct Extremes
{
    public TextCell Least;
    public TextCell Greatest;
    public int Smallest;
}

internal readonly struct ExtremesOps : IAggregateOps<Extremes>
{
    public static void Initialize(ref Extremes aggregates) => aggregates.Smallest = int.MaxValue;

    public static void Combine(ref Extremes into, in Extremes from, TextArena arena)
    {
        into.Least.TakeLesser(in from.Least, arena);
        into.Greatest.TakeGreater(in from.Greatest, arena);
        into.Smallest = Math.Min(into.Smallest, from.Smallest);
    }

    public static void Write(in Extremes aggregates, StateWriter writer)
    {
        writer.WriteText(in aggregates.Least);
        writer.WriteText(in aggregates.Greatest);
        writer.Write(aggregates.Smallest);
    }

    public static void Read(ref Extremes aggregates, ref StateReader reader, TextArena arena)
    {
        reader.ReadText(ref aggregates.Least, arena);
        reader.ReadText(ref aggregates.Greatest, arena);
        aggregates.Smallest = reader.Read<int>();
    }
}

/// <summary>Native texts that live as long as the test, as frames do during a batch.</summary>
internal sealed class Texts : IDisposable
{
    private readonly ColumnArena _arena = new();

    public Utf8Slice this[string text]
    {
        get
        {
            byte[] bytes = Encoding.UTF8.GetBytes(text);
            return Of(bytes);
        }
    }

    public unsafe Utf8Slice Of(ReadOnlySpan<byte> bytes, byte behind = 0xEE)
    {
        Column<byte> block = _arena.Allocate<byte>(bytes.Length + 64);
        block.AsSpan(bytes.Length + 64).Fill(behind);
        bytes.CopyTo(block.AsSpan(bytes.Length));
        return new Utf8Slice(block.Pointer, bytes.Length);
    }

    public void Dispose() => _arena.Dispose();
}
