using Compiled.Sinks;
using Compiled.Sources;

namespace Compiled.Execution;

/// <summary>
/// A compiled pipeline with what its inputs and outputs are bound to. Generated <c>Read</c> and <c>Write</c> methods fill it, one line an input and an output:
/// <code>
/// public static Bound Read(Input&lt;Trade&gt; trades, Malformed? malformed = null)
/// {
///     var bindings = new PipelineBindings(new Program());      // parameters of the pipeline go to the Program's constructor
///     bindings.Input&lt;Trade&gt;(0, trades);
///     bindings.Malformed(malformed);
///     return new Bound(bindings);
/// }
///
/// public JobBuilder Write(Output&lt;Total&gt; totals)               // of Bound
/// {
///     _bindings.Output&lt;Total&gt;(0, totals, new TotalCodec());
///     return new JobBuilder(_bindings);
/// }
/// </code>
/// Everything is told by static types, so nothing is found by reflection and trimming keeps what is needed.
/// </summary>
public sealed class PipelineBindings
{
    private readonly InputBinding?[] _inputs;
    private readonly OutputBinding?[] _outputs;
    private readonly Malformed[] _malformed;

    /// <summary>A pipeline without bindings yet.</summary>
    /// <param name="program">The compiled pipeline.</param>
    public PipelineBindings(PipelineProgram program)
    {
        Program = program ?? throw new ArgumentNullException(nameof(program));
        _inputs = new InputBinding?[program.Description.Inputs.Length];
        _outputs = new OutputBinding?[program.Description.Queries.Length];
        _malformed = new Malformed[_inputs.Length];
        Array.Fill(_malformed, Compiled.Malformed.Fail);
    }

    /// <summary>The compiled pipeline.</summary>
    public PipelineProgram Program { get; }

    /// <summary>Binds an input.</summary>
    /// <typeparam name="T">The row type of the input.</typeparam>
    /// <param name="id">Its number in <see cref="PipelineDescription.Inputs"/>.</param>
    /// <param name="source">Where its rows come from.</param>
    /// <exception cref="ArgumentException">The value is unset: <c>default(Input&lt;T&gt;)</c>.</exception>
    public void Input<T>(int id, Input<T> source)
    {
        string name = Program.Description.Inputs[id].Name;
        _inputs[id] = source switch
        {
            { Bytes: { } bytes } => new ByteInputBinding(bytes),
            { Rows: { } rows } => new RowInputBinding<T>(rows),
            _ => throw new ArgumentException($"Input '{name}' is bound to nothing. Give it a source, for example Source.Files(\"input\").", name),
        };
    }

    /// <summary>Binds the output of a query.</summary>
    /// <typeparam name="T">The query's row type.</typeparam>
    /// <param name="id">Its number in <see cref="PipelineDescription.Queries"/>.</param>
    /// <param name="sink">Where its rows go.</param>
    /// <param name="codec">How its rows are written.</param>
    /// <exception cref="ArgumentException">The value is unset: <c>default(Output&lt;T&gt;)</c>.</exception>
    public void Output<T>(int id, Output<T> sink, RowCodec<T> codec)
    {
        ArgumentNullException.ThrowIfNull(codec);
        QueryDescription query = Program.Description.Queries[id];
        if (sink.Any is null && sink.Rows is null)
        {
            throw new ArgumentException($"Output '{query.Name}' is bound to nothing. Give it a sink, for example Sink.Console().", query.Name);
        }

        _outputs[id] = new OutputBinding<T>(query, sink, codec);
    }

    /// <summary>Says what to do with rows that cannot be decoded, for every input.</summary>
    /// <param name="policy">The policy, or null for <see cref="Compiled.Malformed.Fail"/>.</param>
    public void Malformed(Malformed? policy) => Array.Fill(_malformed, policy ?? Compiled.Malformed.Fail);

    /// <summary>Says what to do with rows of one input that cannot be decoded.</summary>
    /// <param name="id">The input's number.</param>
    /// <param name="policy">The policy, or null for <see cref="Compiled.Malformed.Fail"/>.</param>
    public void Malformed(int id, Malformed? policy) => _malformed[id] = policy ?? Compiled.Malformed.Fail;

    internal InputBinding InputOf(int id) =>
        _inputs[id] ?? throw new InvalidOperationException($"Input '{Program.Description.Inputs[id].Name}' of {Program.Description.Name} has not been bound.");

    internal OutputBinding OutputOf(int id) =>
        _outputs[id] ?? throw new InvalidOperationException($"Output '{Program.Description.Queries[id].Name}' of {Program.Description.Name} has not been bound.");

    internal Malformed MalformedOf(int id) => _malformed[id];
}
