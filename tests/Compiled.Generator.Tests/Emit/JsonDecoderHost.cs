using System.Reflection;
using Compiled.Execution;
using Compiled.Generator.Emit;
using Compiled.Generator.Plan;
using Compiled.Memory;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace Compiled.Generator.Tests.Emit;

/// <summary>A decoder and its columns, emitted, compiled and loaded: what tests talk to.</summary>
public abstract class JsonDecoderHost
{
    private static readonly MetadataReference[] References =
    [
        .. ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator).Select(p => MetadataReference.CreateFromFile(p)),
    ];

    private static readonly Dictionary<PhysicalInput, Type> Loaded = [];

    public abstract int BeginSegment(in Frame frame);

    public abstract int Decode(in Frame frame, ref int position);

    /// <summary>A decoded row as text, in a form that the oracle uses too.</summary>
    public abstract string Describe(int row);

    /// <summary>Compiles the decoder of an input once, and makes a new one.</summary>
    internal static JsonDecoderHost Create(PhysicalInput input, int batchRows, MalformedRows malformed)
    {
        lock (Loaded)
        {
            if (!Loaded.TryGetValue(input, out Type? type))
            {
                Loaded[input] = type = Compile(input);
            }

            return (JsonDecoderHost)Activator.CreateInstance(type, batchRows, malformed)!;
        }
    }

    /// <summary>The source of a host: columns, decoder, and a method that describes a row.</summary>
    internal static string Source(PhysicalInput input)
    {
        var writer = new SourceWriter();
        writer.Line("using System;\nusing System.Globalization;\nusing System.Runtime.CompilerServices;\nusing System.Text;\nusing Compiled;\nusing Compiled.Execution;\nusing Compiled.Formats;\nusing Compiled.Memory;");
        writer.Open("public sealed class Host : global::Compiled.Generator.Tests.Emit.JsonDecoderHost");
        writer.Line("private readonly RowsColumns _columns;\nprivate readonly RowsDecoder _decoder;");
        writer.Line("public Host(int batchRows, MalformedRows malformed) { _columns = new RowsColumns(batchRows); _decoder = new RowsDecoder(_columns, batchRows, malformed); }");
        writer.Line("public override int BeginSegment(in Frame frame) => _decoder.BeginSegment(in frame);");
        writer.Line("public override int Decode(in Frame frame, ref int position) => _decoder.Decode(in frame, ref position);");
        writer.Open("public override string Describe(int row)");
        writer.Line("var text = new StringBuilder();");
        EmitDescribe(writer, input.Columns, "_columns", "row");
        writer.Line("return text.ToString();");
        writer.Close();
        writer.Line("private static string Show<T>(T value) => value is Utf8Slice s ? \"'\" + s.ToString() + \"'\" : value is IFormattable f ? f.ToString(null, CultureInfo.InvariantCulture) : value.ToString();");
        ColumnsEmitter.Emit(writer, input);
        JsonDecoderEmitter.Emit(writer, input, filter: null);
        writer.Close();
        return writer.ToString();
    }

    private static Type Compile(PhysicalInput input)
    {
        CSharpCompilation compilation = CSharpCompilation.Create(
            "Decoder" + Guid.NewGuid().ToString("N"),
            [CSharpSyntaxTree.ParseText(Source(input))],
            References,
            new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary, optimizationLevel: OptimizationLevel.Release));
        using var image = new MemoryStream();
        var result = compilation.Emit(image);
        Assert.True(result.Success, string.Join("\n", result.Diagnostics.Where(d => d.Severity == DiagnosticSeverity.Error)));
        return Assembly.Load(image.ToArray()).GetType("Host")!;
    }

    private static void EmitDescribe(SourceWriter writer, IEnumerable<PhysicalColumn> columns, string owner, string index)
    {
        foreach (PhysicalColumn column in columns)
        {
            writer.Line($"text.Append(\"{column.Schema.Member}=\");");
            if (column.Schema.IsNullable)
            {
                writer.Line($"if (!{owner}.{column.HasValue}[{index}]) text.Append(\"null;\"); else");
            }

            writer.Line("{");
            string element = $"{owner}.{column.Identifier}";
            if (column.Schema.Kind == ColumnKind.Record)
            {
                writer.Line("text.Append('{');");
                EmitDescribe(writer, column.Children, owner, index);
                writer.Line("text.Append(\"};\");");
            }
            else if (column.Schema.Kind == ColumnKind.List)
            {
                string inner = index + "x";
                writer.Line("text.Append('[');");
                writer.Line($"for (int {inner} = {element}_Start[{index}]; {inner} < {element}_Start[{index}] + {element}_Count[{index}]; {inner}++)");
                writer.Line("{");
                EmitDescribe(writer, column.Children, element, inner);
                writer.Line("text.Append('|');");
                writer.Line("}");
                writer.Line("text.Append(\"];\");");
            }
            else
            {
                writer.Line($"text.Append(Show({element}[{index}])).Append(';');");
            }

            writer.Line("}");
        }
    }
}
