namespace Compiled.Execution;

/// <summary>
/// A simple predicate over numeric columns in scalar and vector form; generated as a struct, so that <see cref="RowFilter"/> is specialised to it.
/// All forms give the same answer: <c>VectorEqualsScalar</c> tests hold them against each other.
/// </summary>
public interface IRowPredicate
{
    /// <summary>Rows in one 512-bit vector: 16 for 4-byte, 8 for 8-byte columns.</summary>
    static abstract int Rows512 { get; }

    /// <summary>Whether the row is selected.</summary>
    bool Test(int row);

    /// <summary>A bit a row for the <see cref="Rows512"/> rows from <paramref name="row"/> on. Reads whole vectors: the columns' padding allows it.</summary>
    uint Mask512(int row);

    /// <summary>The same for half as many rows.</summary>
    uint Mask256(int row);

    /// <summary>The same for a quarter as many rows.</summary>
    uint Mask128(int row);
}
