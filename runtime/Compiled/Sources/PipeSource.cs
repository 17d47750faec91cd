using System.IO.Pipelines;
using System.Net.Sockets;

namespace Compiled.Sources;

/// <summary>Any <see cref="PipeReader"/>. Made by <see cref="Source.Pipe"/>.</summary>
public sealed class PipeSource : ByteSource
{
    private readonly PipeReader _pipe;

    internal PipeSource(PipeReader pipe, string name, int maxRowBytes)
    {
        _pipe = pipe;
        Name = name;
        MaxRowBytes = maxRowBytes;
    }

    /// <summary>What it is called in messages.</summary>
    public string Name { get; }

    /// <summary>Largest row, in bytes.</summary>
    public int MaxRowBytes { get; }

    /// <inheritdoc/>
    public override string Description => $"pipe {Name}";

    /// <inheritdoc/>
    public override SourceGuarantee Guarantee => SourceGuarantee.NotReplayable;

    /// <inheritdoc/>
    public override ByteSourceReader Open(string input) => new Reader(this);

    private sealed class Reader(PipeSource source) : ConnectionSourceReader(source.Description, BlockLimits.ConnectionRange)
    {
        private readonly Connection _connection = new(source.Name, source.Name, new PipeBlockInput(source._pipe, source.Name, isOurs: false), source.MaxRowBytes);
        private bool _taken;

        protected override bool NoMoreConnections => _taken;

        public override ValueTask StartAsync(IReadOnlyList<string> committed, CancellationToken cancellationToken) => ValueTask.CompletedTask;

        /// <summary>Nobody signals for a pipe of the user's; it is asked itself.</summary>
        internal override ValueTask WaitAsync(List<Socket> watched, CancellationToken cancellationToken) => _connection.WaitAsync(cancellationToken);

        public override ValueTask DisposeAsync()
        {
            _connection.Close();
            return base.DisposeAsync();
        }

        protected override void TakeNewConnections(List<Connection> connections)
        {
            if (!_taken)
            {
                connections.Add(_connection);
                _taken = true;
            }
        }
    }
}
