using Compiled.Memory;

namespace Compiled.Formats;

/// <summary>
/// When a column begins to be formatted by vectors of 512 bits: not with its first rows. The JIT takes some milliseconds for each kernel, and the first result of a program should not wait for that, nor a
/// program of few rows pay it at all.
/// </summary>
internal struct VectorStart
{
    private const int BlocksBefore = 64;
    private readonly bool _isSupported;
    private int _blocksLeft;

    /// <param name="isSupported">Whether the machine has what the kernels need.</param>
    public VectorStart(bool isSupported)
    {
        _isSupported = isSupported && VectorWidth.Bits == 512;
        _blocksLeft = VectorWidth.IsForced ? 0 : BlocksBefore;
    }

    /// <summary>Whether the next block is to be formatted so.</summary>
    public bool IsReached()
    {
        if (_blocksLeft == 0)
        {
            return _isSupported;
        }

        _blocksLeft--;
        return false;
    }
}
