using Compiled.Generator.Plan;
using Compiled.Generator.Plan.Checks;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace Compiled.Generator.Parse;

/// <summary>A method with [Query], in the right shape or not.</summary>
internal sealed class QueryMethod
{
    private QueryMethod(IMethodSymbol symbol, MethodDeclarationSyntax syntax, ITypeSymbol row, AttributeData attribute, bool isReadable)
    {
        Symbol = symbol;
        Syntax = syntax;
        Row = row;
        OutputMode = ModeOf(attribute);
        ModePlace = ModePlaceOf(attribute);
        IsReadable = isReadable;
    }

    public IMethodSymbol Symbol { get; }

    public MethodDeclarationSyntax Syntax { get; }

    /// <summary>Row type of the result.</summary>
    public ITypeSymbol Row { get; }

    public QueryOutputMode OutputMode { get; }

    /// <summary>The output mode in the attribute; the attribute's name if it states none.</summary>
    public SourceSpan? ModePlace { get; }

    /// <summary>Whether the shape is right, so that the body is worth reading.</summary>
    public bool IsReadable { get; }

    /// <summary>The queries of a class in order of declaration. Methods that return no stream are reported and left out.</summary>
    public static List<QueryMethod> FindAll(INamedTypeSymbol pipeline, ParseContext context)
    {
        List<QueryMethod> queries = [];
        foreach (IMethodSymbol method in pipeline.GetMembers().OfType<IMethodSymbol>())
        {
            AttributeData? attribute = method.GetAttributes().FirstOrDefault(a => KnownSymbols.Same(a.AttributeClass, context.Symbols.Query));
            if (attribute is null || method.DeclaringSyntaxReferences.FirstOrDefault()?.GetSyntax(context.Cancellation) is not MethodDeclarationSyntax syntax)
            {
                continue;
            }

            int before = context.ErrorCount;
            CheckShape(method, syntax, context);
            if (queries.FirstOrDefault(q => OutputName(q.Symbol) == OutputName(method)) is { } other)
            {
                context.Error(
                    RuleIds.QueryShape, syntax.Identifier.GetLocation(), $"There is another query '{other.Symbol.Name}', and results are bound by name ('{OutputName(method)}: …'): rename one.");
            }
            else if (context.Symbols.StreamElement(method.ReturnType) is { } row and not IErrorTypeSymbol)
            {
                queries.Add(new QueryMethod(method, syntax, row, attribute, context.ErrorCount == before));
            }
        }

        return queries;
    }

    /// <summary>The expression that the method returns; null if there is none, which is then reported.</summary>
    public IOperation? Body(ParseContext context)
    {
        IOperation? operation = context.ModelOf(Syntax.SyntaxTree).GetOperation(Syntax, context.Cancellation);
        IBlockOperation? block = operation is IMethodBodyOperation body ? body.BlockBody ?? body.ExpressionBody : null;
        if (block?.Operations.Length == 1 && block.Operations[0] is IReturnOperation { ReturnedValue: { } value })
        {
            return value;
        }

        if (block is null || block.Operations.Length == 0 || block.Operations.Any(o => o is IInvalidOperation))
        {
            context.CSharpError();
            return null;
        }

        SyntaxNode place = block.Operations[0].Syntax;
        context.Error(RuleIds.QueryShape, place, "A query is one expression, since it is read and never runs: write '=> …' or a single return statement. Row code with statements belongs into static methods.");
        return null;
    }

    private static string OutputName(IMethodSymbol query) => char.ToLowerInvariant(query.Name[0]) + query.Name.Substring(1);

    private static QueryOutputMode ModeOf(AttributeData attribute) =>
        attribute.ConstructorArguments.Length == 1 && attribute.ConstructorArguments[0].Value is int mode ? (QueryOutputMode)mode : QueryOutputMode.Append;

    private static SourceSpan? ModePlaceOf(AttributeData attribute)
    {
        if (attribute.ApplicationSyntaxReference?.GetSyntax() is not AttributeSyntax syntax)
        {
            return null;
        }

        SyntaxNode place = syntax.ArgumentList is { Arguments.Count: > 0 } stated ? stated.Arguments[0].Expression : syntax.Name;
        return ParseContext.SpanOf(place.GetLocation());
    }

    private static void CheckShape(IMethodSymbol method, MethodDeclarationSyntax syntax, ParseContext context)
    {
        void Report(Location place, string message) => context.Error(RuleIds.QueryShape, place, message);

        if (method.ReturnType is IErrorTypeSymbol)
        {
            context.CSharpError();
        }
        else if (context.Symbols.StreamElement(method.ReturnType) is null)
        {
            Report(syntax.ReturnType.GetLocation(), $"The query '{method.Name}' returns no IStream<T>: a query is a method from streams to a stream.");
        }

        if (!method.IsStatic)
        {
            Report(syntax.Identifier.GetLocation(), $"The query '{method.Name}' is not static: it is read at build time, when there is no instance.");
        }

        if (method.IsGenericMethod)
        {
            Report(syntax.Identifier.GetLocation(), $"The query '{method.Name}' is generic, but its row types must be known at build time: remove the type parameters.");
        }

        if (!method.Parameters.Any(p => context.Symbols.StreamElement(p.Type) is not null) && !method.Parameters.Any(p => p.Type is IErrorTypeSymbol))
        {
            Report(syntax.Identifier.GetLocation(), $"The query '{method.Name}' has no input: give it a parameter of type IStream<T>.");
        }

        if (method.Parameters.FirstOrDefault(p => p.RefKind is not RefKind.None) is { } byReference)
        {
            Report(byReference.Locations[0], $"The parameter '{byReference.Name}' is passed by reference; a query has plain parameters.");
        }
    }
}
