using Compiled.Sources;

namespace Compiled.Execution;

/// <summary>What an input is bound to, without its row type.</summary>
internal abstract class InputBinding
{
    public abstract StreamSource Source { get; }
}

/// <summary>An input that comes as bytes.</summary>
internal sealed class ByteInputBinding(ByteSource source) : InputBinding
{
    public override ByteSource Source => source;
}

/// <summary>An input that comes as objects.</summary>
internal sealed class RowInputBinding<T>(RowSource<T> source) : InputBinding
{
    public override RowSource<T> Source => source;
}
