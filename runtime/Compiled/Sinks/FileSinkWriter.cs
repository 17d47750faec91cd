using Compiled.Execution;
using Compiled.Formats;

namespace Compiled.Sinks;

/// <summary>
/// Writes an epoch's rows to a hidden file, synced when staged and renamed when committed, so that a reader of the folder sees an epoch whole or not at all.
/// An epoch without rows makes no file, unless it is a whole result.
/// </summary>
internal sealed class FileSinkWriter<T> : SinkWriter<T>
{
    private const int WriteBytes = 1024 * 1024;
    private readonly Utf8Buffer _buffer = new(WriteBytes + (64 * 1024));
    private readonly EpochFiles _files;
    private readonly RowFormat _format;
    private readonly RowCodec<T> _codec;
    private readonly bool _isWholeResult;
    private readonly bool _isDurable;
    private EpochFile? _file;
    private long _epoch = -1;

    public FileSinkWriter(string path, RowFormat format, SinkContext<T> context)
    {
        _format = format;
        _codec = context.Codec;
        _isWholeResult = context.OutputMode == OutputMode.Complete;
        _isDurable = context.HasCheckpoint;
        _files = new EpochFiles(path, format.Extension, _isWholeResult, continuesNumbers: !context.HasCheckpoint);
    }

    public override void BeginEpoch(long epoch)
    {
        Discard();
        _epoch = epoch;
        _files.Begin(epoch);
    }

    public override void Receive(ReadOnlySpan<T> rows)
    {
        if (rows.IsEmpty)
        {
            return;
        }

        OpenFile();
        _format.Write(_codec, rows, _buffer);
        if (_buffer.Length >= WriteBytes)
        {
            WriteOut();
        }
    }

    public override ValueTask StageAsync(CancellationToken cancellationToken)
    {
        if (_isWholeResult)
        {
            OpenFile();
        }

        if (_file is not null)
        {
            WriteOut();
            _file.Close(_isDurable);
            _file = null;
        }

        return ValueTask.CompletedTask;
    }

    public override ValueTask CommitAsync(long epoch, CancellationToken cancellationToken)
    {
        _files.Show(epoch, _isDurable);
        return ValueTask.CompletedTask;
    }

    public override ValueTask DisposeAsync()
    {
        Discard();
        return ValueTask.CompletedTask;
    }

    private void OpenFile()
    {
        if (_file is null)
        {
            _buffer.Clear();
            _file = new EpochFile(_files.HiddenPath(_epoch));
            _format.WriteHeader(_codec.Columns, _buffer);
        }
    }

    private void WriteOut()
    {
        _file!.Write(_buffer.Written);
        _buffer.Clear();
    }

    private void Discard()
    {
        _file?.Discard();
        _file = null;
        _buffer.Clear();
    }
}
