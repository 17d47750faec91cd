using Compiled.Checkpoint;
using Compiled.State;

namespace Compiled.Tests.Checkpoint;

/// <summary>A disk with the state of one checkpoint folder, kept in memory: outlives the jobs that use it.</summary>
internal sealed class TestState
{
    private readonly Dictionary<string, Dictionary<string, byte[]>> _checkpoints = [];
    private readonly List<string> _tokens = [];
    private int _made;

    /// <summary>Checkpoints made.</summary>
    public int Made => _made;

    /// <summary>Called when a commit that names a checkpoint is on disk.</summary>
    public Action? OnCommitted { get; set; }

    /// <summary>Opens it as a job does.</summary>
    public OpenDurableState Opening(Crash? crash = null) => (_, token) => new Store(this, token, crash);

    private sealed class Store : IDurableState, IKeyedStore
    {
        private readonly TestState _disk;
        private readonly Crash? _crash;
        private readonly Dictionary<string, byte[]> _live;

        public Store(TestState disk, string? token, Crash? crash)
        {
            _disk = disk;
            _crash = crash;
            _live = token is null ? [] : new Dictionary<string, byte[]>(disk._checkpoints[token]);
        }

        IKeyedStore IDurableState.Store => this;

        public long Count => _live.Count;

        public string Checkpoint(long epoch)
        {
            _crash?.Step("state");
            string token = $"epoch {epoch}, no. {++_disk._made}";
            _disk._checkpoints.Add(token, new Dictionary<string, byte[]>(_live));
            _disk._tokens.Add(token);
            _crash?.Step("after state");
            return token;
        }

        public void Committed()
        {
            _crash?.Step("purge state");
            foreach (string token in _disk._tokens.SkipLast(2).ToArray())
            {
                _disk._checkpoints.Remove(token);
                _disk._tokens.Remove(token);
            }

            _disk.OnCommitted?.Invoke();
        }

        public void Upsert(ReadOnlySpan<byte> key, ReadOnlySpan<byte> value) => _live[Convert.ToHexString(key)] = value.ToArray();

        public void Delete(ReadOnlySpan<byte> key) => _live.Remove(Convert.ToHexString(key));

        public void Scan(KeyValueVisitor visit)
        {
            foreach ((string key, byte[] value) in _live)
            {
                visit(Convert.FromHexString(key), value);
            }
        }

        public void Dispose()
        {
        }
    }
}
