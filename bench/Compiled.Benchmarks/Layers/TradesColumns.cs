using Compiled.Memory;

namespace Compiled.Benchmarks.Layers;

/// <summary>The columns that the layers fill, as generated code has them.</summary>
internal sealed class TradesColumns(ColumnArena arena, int rows)
{
    public readonly Column<long> CreatedTime = arena.Allocate<long>(rows);
    public readonly Column<Utf8Slice> Type = arena.Allocate<Utf8Slice>(rows);
    public readonly Column<double> Amount = arena.Allocate<double>(rows);
    public readonly Column<Utf8Slice> BrokerCode = arena.Allocate<Utf8Slice>(rows);
}
