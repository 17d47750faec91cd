using Compiled.Sources;

namespace Compiled.Execution;

/// <summary>What an input is bound to, without its row type.</summary>
internal abstract class InputBinding
{
    public abstract StreamSource Source { get; }

    /// <summary>Opens the source for a job.</summary>
    public abstract InputRunner Open(int id, InputDescription description, int maxRowBytes);
}

/// <summary>An input that comes as bytes.</summary>
internal sealed class ByteInputBinding(ByteSource source) : InputBinding
{
    public override ByteSource Source => source;

    public override InputRunner Open(int id, InputDescription description, int maxRowBytes) => new ByteInputRunner(id, description, source, maxRowBytes);
}

/// <summary>An input that comes as objects.</summary>
internal sealed class RowInputBinding<T>(RowSource<T> source) : InputBinding
{
    public override RowSource<T> Source => source;

    public override InputRunner Open(int id, InputDescription description, int maxRowBytes) => new RowInputRunner<T>(id, description.Name, source);
}
