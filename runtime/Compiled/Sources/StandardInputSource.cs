using System.IO.Pipelines;

namespace Compiled.Sources;

/// <summary>Standard input. Made by <see cref="Source.StandardInput"/>.</summary>
public sealed class StandardInputSource : ByteSource
{
    private const int ReadBytes = 256 * 1024;
    private readonly Func<Stream> _open;

    internal StandardInputSource(int maxRowBytes, Func<Stream> open)
    {
        MaxRowBytes = maxRowBytes;
        _open = open;
    }

    /// <summary>Largest row, in bytes.</summary>
    public int MaxRowBytes { get; }

    /// <inheritdoc/>
    public override string Description => "standard input";

    /// <inheritdoc/>
    public override SourceGuarantee Guarantee => SourceGuarantee.NotReplayable;

    /// <inheritdoc/>
    public override ByteSourceReader Open(string input) => new Reader(this);

    private sealed class Reader(StandardInputSource source) : ConnectionSourceReader(source.Description, BlockLimits.ConnectionRange)
    {
        private readonly Pipe _pipe = new(PipeLimits.Options(BlockLimits.ReceiveAhead, ReadBytes));
        private Connection? _connection;
        private bool _taken;

        protected override bool NoMoreConnections => _taken;

        public override ValueTask StartAsync(IReadOnlyList<string> committed, CancellationToken cancellationToken)
        {
            _connection = new Connection("stdin", source.Description, new PipeBlockInput(_pipe.Reader, source.Description, isOurs: true), source.MaxRowBytes);

            // A thread of its own that does not keep the process alive: a read of a terminal cannot be cancelled.
            new Thread(ReadAll) { IsBackground = true, Name = "standard input" }.Start();
            return ValueTask.CompletedTask;
        }

        public override ValueTask DisposeAsync()
        {
            _connection?.Close();
            return base.DisposeAsync();
        }

        protected override void TakeNewConnections(List<Connection> connections)
        {
            if (!_taken && _connection is not null)
            {
                connections.Add(_connection);
                _taken = true;
            }
        }

        private void ReadAll()
        {
            Exception? fault = null;
            try
            {
                using Stream stream = source._open();
                bool isRead = true;
                int read;
                while (isRead && (read = stream.Read(_pipe.Writer.GetSpan(ReadBytes))) > 0)
                {
                    _pipe.Writer.Advance(read);
                    ValueTask<FlushResult> flush = _pipe.Writer.FlushAsync();
                    Signal.Set();
                    isRead = !(flush.IsCompletedSuccessfully ? flush.Result : flush.AsTask().GetAwaiter().GetResult()).IsCompleted;
                }
            }
            catch (Exception e) when (e is IOException or ObjectDisposedException or InvalidOperationException)
            {
                fault = e;
            }

            _pipe.Writer.Complete(fault);
            Signal.Set();
        }
    }
}
