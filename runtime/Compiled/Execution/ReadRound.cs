using Compiled.Sources;

namespace Compiled.Execution;

/// <summary>A round in which workers read instead of decode.</summary>
internal sealed class ReadRound : IRound
{
    private IPartReader? _reader;
    private int _parts;

    public void Run(RoundThreads threads, IPartReader reader, int parts)
    {
        _reader = reader;
        _parts = parts;
        threads.Run(this, parts);
    }

    public void Execute(int worker) => _reader!.ReadPart(worker, _parts);
}
