namespace Compiled.Sources;

/// <summary>One file of an epoch. A name that ends in <c>.gz</c> is decompressed.</summary>
internal sealed class FileSegment(InputFile file, string path, bool isReplay, int maxRowBytes, BlockBufferPool buffers) : ByteSegment
{
    public override string Key => file.Path;

    public override string Origin => path;

    public override bool EndsHere => true;

    public override BlockPipeReader OpenReader()
    {
        // A file that has grown since a crash still begins with the bytes that were planned.
        bool mustNotGrow = !isReplay;
        BlockInput input = path.EndsWith(".gz", StringComparison.OrdinalIgnoreCase)
            ? new GzipBlockInput(path, file.Bytes, mustNotGrow)
            : new FileBlockInput(path, file.Bytes, mustNotGrow);
        return new BufferedBlockReader(input, path, buffers, BlockLimits.Block, maxRowBytes);
    }
}
