using System.Runtime.CompilerServices;

namespace Compiled.Formats;

/// <summary>Memory for texts that do not stand in the input as they are (unescaped ones). Valid until <see cref="Clear"/>; kept and reused after it.</summary>
internal sealed unsafe class ScratchText
{
    private const int BlockBytes = 64 * 1024;
    private const int Padding = 64; // readable after every text, like a frame's
    private readonly List<byte[]> _blocks = [];
    private int _block = -1;
    private int _used;

    /// <summary>Forgets all texts. Blocks for texts larger than usual are given back.</summary>
    public void Clear()
    {
        if (_block >= 0)
        {
            _blocks.RemoveAll(static block => block.Length > BlockBytes + Padding);
            _block = -1;
        }

        _used = 0;
    }

    /// <summary>Room for <paramref name="bytes"/> bytes, at a fixed address.</summary>
    public byte* Reserve(int bytes)
    {
        if (_block < 0 || _blocks[_block].Length - Padding - _used < bytes)
        {
            NextBlock(bytes);
        }

        return (byte*)Unsafe.AsPointer(ref _blocks[_block][_used]);
    }

    /// <summary>Keeps the first <paramref name="bytes"/> bytes of what was reserved last.</summary>
    public void Commit(int bytes) => _used += bytes;

    private void NextBlock(int bytes)
    {
        _used = 0;
        do
        {
            _block++;
        }
        while (_block < _blocks.Count && _blocks[_block].Length - Padding < bytes);

        if (_block >= _blocks.Count)
        {
            _block = _blocks.Count;
            _blocks.Add(GC.AllocateUninitializedArray<byte>(Math.Max(BlockBytes, bytes) + Padding, pinned: true));
        }
    }
}
