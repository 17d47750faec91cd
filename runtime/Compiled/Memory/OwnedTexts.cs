using System.Runtime.CompilerServices;

namespace Compiled.Memory;

/// <summary>
/// Makes owned copies of many texts in blocks that they share: an array of its own for each would cost ten times as much. Not for users' code.
/// </summary>
/// <remarks>A text that is kept keeps its block, of at most <see cref="LargestBlock"/> bytes.</remarks>
public unsafe struct OwnedTexts
{
    /// <summary>Bytes of the largest block that texts share; a text of more than an eighth of it has its own array.</summary>
    public const int LargestBlock = 4096;

    private const int BytesPerText = 16;
    private readonly int _blockBytes;
    private byte[]? _block;
    private int _used;

    /// <summary>For copies of about <paramref name="texts"/> texts: fewer make smaller blocks.</summary>
    public OwnedTexts(int texts)
    {
        _blockBytes = (int)Math.Clamp((long)texts * BytesPerText, BytesPerText, LargestBlock);
        _block = null;
        _used = 0;
    }

    /// <summary>The text itself if it owns its bytes; else an owned copy.</summary>
    public Utf8String Own(Utf8String text)
    {
        if (text.IsOwned || text.Length > _blockBytes / 8)
        {
            return text.ToOwned();
        }

        if (_block is null || _block.Length - _used < text.Length)
        {
            _block = GC.AllocateUninitializedArray<byte>(_blockBytes, pinned: true);
            _used = 0;
        }

        byte* copy = (byte*)Unsafe.AsPointer(ref _block[_used]);
        text.Span.CopyTo(new Span<byte>(copy, text.Length));
        _used += text.Length;
        return new Utf8String(_block, copy, text.Length);
    }

    /// <inheritdoc cref="Own(Utf8String)"/>
    public Utf8String? Own(Utf8String? text) => text is { } some ? Own(some) : default(Utf8String?);
}
