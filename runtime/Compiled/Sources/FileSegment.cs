namespace Compiled.Sources;

/// <summary>One file of an epoch. A name that ends in <c>.gz</c> is decompressed.</summary>
internal sealed class FileSegment(InputFile file, string path, bool isReplay, FileSource source, BlockBufferPool buffers) : ByteSegment
{
    public override string Key => file.Path;

    public override string Origin => path;

    public override bool EndsHere => true;

    public override BlockPipeReader OpenReader()
    {
        // A file that has grown since a crash still begins with the bytes that were planned.
        bool mustNotGrow = !isReplay;
        bool isCompressed = path.EndsWith(".gz", StringComparison.OrdinalIgnoreCase);
        if (source.IsMapped && !isCompressed && file.Bytes >= MappedBlockReader.LeastBytes)
        {
            return new MappedBlockReader(new MappedFile(path, file.Bytes), path, mustNotGrow, buffers, source.MaxRowBytes);
        }

        BlockInput input = isCompressed ? new GzipBlockInput(path, file.Bytes, mustNotGrow) : new FileBlockInput(path, file.Bytes, mustNotGrow);
        return new BufferedBlockReader(input, path, buffers, BlockLimits.Block, source.MaxRowBytes);
    }
}
