using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;

namespace Compiled.Analyzers;

/// <summary>
/// CMP0206: null that C# turns into a Utf8String by way of string, as in <c>cond ? null : text</c>: it throws when it runs. Inside a query the parser tells of it (CMP0104).
/// </summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class NullTextAnalyzer : DiagnosticAnalyzer
{
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics => [Rules.NullText];

    public override void Initialize(AnalysisContext context)
    {
        context.EnableConcurrentExecution();
        context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.None);
        context.RegisterCompilationStartAction(start =>
        {
            if (start.Compilation.GetTypeByMetadataName(ApiNames.Text) is { } text && start.Compilation.GetTypeByMetadataName(ApiNames.Query) is { } query)
            {
                start.RegisterOperationAction(operation => Judge(operation, text, query), OperationKind.Conversion);
            }
        });
    }

    private static void Judge(OperationAnalysisContext context, INamedTypeSymbol text, INamedTypeSymbol query)
    {
        var conversion = (IConversionOperation)context.Operation;
        if (conversion.OperatorMethod is { } method
            && SymbolEqualityComparer.Default.Equals(method.ContainingType, text)
            && method.Parameters[0].Type.SpecialType == SpecialType.System_String
            && conversion.Operand.ConstantValue is { HasValue: true, Value: null }
            && !context.ContainingSymbol.Has(query))
        {
            context.ReportDiagnostic(Diagnostic.Create(Rules.NullText, conversion.Syntax.GetLocation()));
        }
    }
}
