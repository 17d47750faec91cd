using System.Numerics;
using System.Runtime.Intrinsics;
using Compiled.Memory;

namespace Compiled.Formats;

// Values of all rows of a run into a column; slot: the member's number in the shape. False if one of them cannot be read.
public readonly unsafe ref partial struct JsonRun
{
    /// <summary>Texts that are there in every row.</summary>
    /// <param name="slot">The member.</param>
    /// <param name="column">Gets them.</param>
    /// <param name="row">The element for the first of them.</param>
    /// <returns>False if one cannot be read.</returns>
    public bool Text(int slot, Column<Utf8Slice> column, int row)
    {
        Utf8Slice* output = column.Pointer + row;
        for (int first = 0; first < Count; first += JsonColumns.Rows)
        {
            ulong rare = JsonColumns.Texts(_first.Block, _first.PlacesOf(slot), _first.RowStride, _rows + first, RowsFrom(first), output + first);
            for (; rare != 0; rare &= rare - 1)
            {
                int i = first + BitOperations.TrailingZeroCount(rare);
                if (!this[i].Text(slot, out output[i]))
                {
                    return false;
                }
            }
        }

        return true;
    }

    /// <summary>Whole numbers.</summary>
    /// <inheritdoc cref="Text"/>
    public bool Int64(int slot, Column<long> column, int row)
    {
        long* output = column.Pointer + row;
        for (int first = 0; first < Count; first += JsonColumns.Rows)
        {
            ulong rare = _isWide
                ? JsonColumns512.Int64s(_first.Block, _first.PlacesOf(slot), _first.RowStride, _rows + first, RowsFrom(first), output + first)
                : JsonColumns.Int64s(_first.Block, _first.PlacesOf(slot), _first.RowStride, _rows + first, RowsFrom(first), output + first);
            for (; rare != 0; rare &= rare - 1)
            {
                int i = first + BitOperations.TrailingZeroCount(rare);
                if (!this[i].Int64(slot, out output[i]))
                {
                    return false;
                }
            }
        }

        return true;
    }

    /// <summary>Numbers, each rounded to the nearest double.</summary>
    /// <inheritdoc cref="Text"/>
    public bool Double(int slot, Column<double> column, int row)
    {
        double* output = column.Pointer + row;
        for (int first = 0; first < Count; first += JsonColumns.Rows)
        {
            ulong rare = _isWide
                ? JsonColumns512.Doubles(_first.Block, _first.PlacesOf(slot), _first.RowStride, _rows + first, RowsFrom(first), output + first)
                : JsonColumns.Doubles(_first.Block, _first.PlacesOf(slot), _first.RowStride, _rows + first, RowsFrom(first), output + first);
            for (; rare != 0; rare &= rare - 1)
            {
                int i = first + BitOperations.TrailingZeroCount(rare);
                if (!this[i].Double(slot, out output[i]))
                {
                    return false;
                }
            }
        }

        return true;
    }

    /// <summary>Dates as UTC ticks; for the parameters see <see cref="JsonCursor.Date"/>.</summary>
    /// <inheritdoc cref="Text"/>
    public bool Date(int slot, TimeUnit unit, DatePattern? pattern, Column<long> column, int row)
    {
        bool ok = true;
        if (!_first.IsBare(slot) || pattern != null)
        {
            for (int i = 0; i < Count; i++)
            {
                ok &= this[i].Date(slot, unit, pattern, out column[row + i]);
            }

            return ok;
        }

        return Int64(slot, column, row) && Epochs(column.Pointer + row, unit);
    }

    private bool Epochs(long* values, TimeUnit unit)
    {
        int together = 0;
        bool ok = true;
        if (_isWide && DateParser.TryScale(unit, out long ticksPerUnit, out long before, out long all))
        {
            together = Count & -Vector512<long>.Count;
            ok = JsonColumns512.Epochs(values, together, ticksPerUnit, before, all);
        }

        return ok & JsonColumns.Epochs(values + together, Count - together, unit);
    }

    private int RowsFrom(int first) => Math.Min(JsonColumns.Rows, Count - first);
}
