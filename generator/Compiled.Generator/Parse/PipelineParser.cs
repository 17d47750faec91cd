using Compiled.Generator.Plan;
using Compiled.Generator.Plan.Checks;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Compiled.Generator.Parse;

/// <summary>A class with [Pipeline] to its plan and findings.</summary>
public static class PipelineParser
{
    /// <summary>The attribute that marks a pipeline.</summary>
    public const string AttributeName = "Compiled.PipelineAttribute";

    /// <summary>Parses one class. Errors of the C# compiler give no findings of ours on top, but make <see cref="ParseResult.HasErrors"/> true.</summary>
    public static ParseResult Parse(INamedTypeSymbol pipeline, Compilation compilation, CancellationToken cancellation)
    {
        ParseContext context = new(compilation, cancellation);
        bool canEmit = CheckShape(pipeline, context) && ReservedNames.Check(pipeline, context);
        List<QueryMethod> methods = QueryMethod.FindAll(pipeline, context);
        ParameterParser parameters = new(context);
        foreach (QueryMethod method in methods)
        {
            parameters.Add(method);
        }

        QueryParser parser = new(context, parameters, methods);
        QueryPlan[] queries = methods.Select((m, i) => parser.Parse(m, i)).ToArray();
        PipelinePlan? plan = !canEmit ? null : PlanOf(pipeline, parameters, queries) with
        {
            Accessibility = TypeAccessibility.Narrowest(methods.Select(m => m.Symbol)),
            ChecksOverflow = compilation.Options is CSharpCompilationOptions { CheckOverflow: true },
        };
        return new ParseResult(plan, context.ErrorCount > 0, context.Findings.ToEquatable());
    }

    private static PipelinePlan PlanOf(INamedTypeSymbol pipeline, ParameterParser parameters, QueryPlan[] queries)
    {
        List<string> containers = [];
        for (INamedTypeSymbol? outer = pipeline.ContainingType; outer is not null; outer = outer.ContainingType)
        {
            containers.Insert(0, Declaration(outer));
        }

        string space = pipeline.ContainingNamespace.IsGlobalNamespace ? "" : pipeline.ContainingNamespace.ToDisplayString();
        return new PipelinePlan(
            space, containers.ToEquatable(), pipeline.Name, Declaration(pipeline), parameters.Inputs.ToEquatable(), parameters.Values.ToEquatable(), queries.ToEquatable());
    }

    /// <summary>A declaration that repeats what all parts of a partial type must agree on.</summary>
    private static string Declaration(INamedTypeSymbol type)
    {
        string keyword = type switch
        {
            { TypeKind: TypeKind.Interface } => "interface",
            { TypeKind: TypeKind.Struct, IsRecord: true } => "record struct",
            { TypeKind: TypeKind.Struct } => "struct",
            { IsRecord: true } => "record",
            _ => "class",
        };
        return $"{SyntaxFacts.GetText(type.DeclaredAccessibility)} {(type.IsStatic ? "static " : "")}partial {keyword} {Identifier.Of(type.Name)}";
    }

    /// <summary>Whether a part can be added to the class at all; without, the C# compiler would report what we emit (CS0260).</summary>
    private static bool CheckShape(INamedTypeSymbol pipeline, ParseContext context)
    {
        bool canEmit = true;
        for (INamedTypeSymbol? type = pipeline; type is not null; type = type.ContainingType)
        {
            foreach (SyntaxReference reference in type.DeclaringSyntaxReferences)
            {
                if (reference.GetSyntax(context.Cancellation) is not TypeDeclarationSyntax declaration || ShapeProblem(type, declaration) is not { } problem)
                {
                    continue;
                }

                canEmit = false;
                context.Error(problem.RuleId, declaration.Identifier.GetLocation(), problem.Message);
            }
        }

        return canEmit;
    }

    private static (string RuleId, string Message)? ShapeProblem(INamedTypeSymbol type, TypeDeclarationSyntax declaration)
    {
        if (!declaration.Modifiers.Any(SyntaxKind.PartialKeyword))
        {
            return (RuleIds.NotPartial, $"'{type.Name}' is compiled into generated code, which adds to it: declare it 'partial'.");
        }

        if (type.Arity > 0)
        {
            return (RuleIds.QueryShape, $"A pipeline cannot be generic or inside a generic type, since its row types must be known at build time: remove the type parameters of '{type.Name}'.");
        }

        return type.IsFileLocal
            ? (RuleIds.QueryShape, $"'{type.Name}' is file-local, so that generated code, which is another file, cannot add to it: make it internal.")
            : null;
    }
}
