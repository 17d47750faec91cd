using System.Reflection;
using Compiled.Execution;
using Compiled.Generator.Emit;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace Compiled.Generator.Tests.Emit;

/// <summary>Compiles emitted classes against the runtime, as they stand in a user's project: no unsafe code, nullable on.</summary>
internal static class EmittedCode
{
    private static readonly MetadataReference[] References =
    [
        .. ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator)
            .Where(p => Path.GetFileName(p) is var name && (name.StartsWith("System.", StringComparison.Ordinal) || name is "netstandard.dll" or "mscorlib.dll"))
            .Select(p => MetadataReference.CreateFromFile(p)),
        MetadataReference.CreateFromFile(typeof(PipelineProgram).Assembly.Location),
        MetadataReference.CreateFromFile(typeof(EmittedCode).Assembly.Location),
    ];

    /// <summary>The type Sample.Host, around whatever <paramref name="emit"/> writes.</summary>
    /// <param name="types">Declarations of row types, in the namespace Sample.</param>
    /// <param name="hostMembers">Further members of Host.</param>
    public static Type Compile(string types, string hostMembers, Action<SourceWriter> emit, out string emitted)
    {
        var writer = new SourceWriter();
        emit(writer);
        emitted = writer.ToString();
        string source = $$"""
            #nullable enable
            namespace Sample
            {
                using System;
                using System.Collections.Generic;
                using Compiled;
                using Compiled.Execution;
                using Compiled.Formats;
                using Compiled.Memory;

                {{types}}

                public static class Host
                {
                    {{emitted}}
                    {{hostMembers}}
                }
            }
            """;
        var options = new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary, optimizationLevel: OptimizationLevel.Release, allowUnsafe: false, nullableContextOptions: NullableContextOptions.Enable);
        var compilation = CSharpCompilation.Create("Emitted" + Guid.NewGuid().ToString("N"), [CSharpSyntaxTree.ParseText(source)], References, options);
        using var image = new MemoryStream();
        var result = compilation.Emit(image);
        Assert.True(result.Success, string.Join('\n', result.Diagnostics) + '\n' + source);
        Assert.DoesNotContain(result.Diagnostics, d => d.Severity >= DiagnosticSeverity.Warning);
        return Assembly.Load(image.ToArray()).GetType("Sample.Host", throwOnError: true)!;
    }
}
