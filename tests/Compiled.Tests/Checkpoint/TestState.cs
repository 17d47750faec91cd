using Compiled.Checkpoint;
using Compiled.State;
using Compiled.Tests.State;

namespace Compiled.Tests.Checkpoint;

/// <summary>A disk with the state of one checkpoint folder, kept in memory: outlives the jobs that use it.</summary>
internal sealed class TestState
{
    private readonly Dictionary<string, MemoryLog> _checkpoints = [];
    private readonly List<string> _tokens = [];
    private int _made;

    /// <summary>Checkpoints made.</summary>
    public int Made => _made;

    /// <summary>Called when a commit that names a checkpoint is on disk.</summary>
    public Action? OnCommitted { get; set; }

    /// <summary>Opens it as a job does.</summary>
    public OpenDurableState Opening(Crash? crash = null) => (_, _, token) => new Store(this, token, crash);

    private sealed class Store : IDurableState
    {
        private readonly TestState _disk;
        private readonly Crash? _crash;
        private readonly MemoryLog _live;

        public Store(TestState disk, string? token, Crash? crash)
        {
            _disk = disk;
            _crash = crash;
            _live = token is null ? new MemoryLog() : new MemoryLog(disk._checkpoints[token]);
        }

        public StateChanges Changes => _live.Changes;

        public ISavedGroups Saved => _live;

        public string Checkpoint(long epoch)
        {
            _crash?.Step("state");
            string token = $"epoch {epoch}, no. {++_disk._made}";
            _disk._checkpoints.Add(token, new MemoryLog(_live));
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

        public void Dispose()
        {
        }
    }
}
