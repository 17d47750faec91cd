using Compiled.Generator.Plan;
using Compiled.Generator.Plan.Checks;
using Compiled.Generator.Plan.Operators;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace Compiled.Generator.Parse;

/// <summary>The window of a GroupBy and the time it looks at.</summary>
internal sealed class WindowParser
{
    private readonly ParseContext _context;
    private readonly Scope _scope;

    public WindowParser(ParseContext context, Scope scope)
    {
        _context = context;
        _scope = scope;
    }

    /// <summary>Parses the arguments "window" and "time" of a GroupBy; null if a finding has been made.</summary>
    public WindowSpec? Parse(IInvocationOperation groupBy, Operator source)
    {
        IOperation argument = groupBy.ArgumentNamed("window")!;
        if (argument is not IInvocationOperation { TargetMethod: { Name: "Tumbling" } method } call || !KnownSymbols.Same(method.ContainingType, _context.Symbols.Window))
        {
            if (argument is IInvalidOperation)
            {
                _context.CSharpError();
            }
            else
            {
                _context.Error(RuleIds.NotReadable, argument.Syntax, "The compiler must see the window: write Window.Tumbling(…) in this place.");
            }

            return null;
        }

        bool isSound = Durations.TryRead(_context, call.ArgumentNamed("size")!, out long size, out _);
        long offset = 0;
        if (call.ArgumentNamed("offset") is { } shift)
        {
            isSound &= Durations.TryRead(_context, shift, out offset, out _);
            if (isSound && offset >= size)
            {
                _context.Error(RuleIds.MalformedDuration, shift.Syntax, "The offset shifts the windows' alignment and must be less than their size.");
                isSound = false;
            }
        }

        if (isSound && size == 0)
        {
            _context.Error(RuleIds.MalformedDuration, call.ArgumentNamed("size")!.Syntax, "A window of no length holds no row: give a size above zero.");
            isSound = false;
        }

        Lambda? time = Time(groupBy, source);
        return isSound && time is not null
            ? new WindowSpec(WindowKind.Tumbling, size, offset, time, LambdaParser.TextOf(argument.Syntax)) { Place = ParseContext.SpanOf(argument.Syntax.GetLocation()) }
            : null;
    }

    private Lambda? Time(IInvocationOperation groupBy, Operator source)
    {
        if (groupBy.ArgumentNamed("time") is { } stated)
        {
            return new LambdaParser(_context).Parse(stated, _scope);
        }

        ITypeSymbol row = groupBy.TargetMethod.TypeArguments[0];
        Lambda? time = WindowTime.Find(source, _context.Types.Read(row, orNull: false), _context.Types.Read(_context.Symbols.DateTimeOffset!), out string problem);
        if (time is null)
        {
            _context.Error(RuleIds.NoTime, groupBy.ArgumentNamed("window")!.Syntax, problem);
        }

        return time;
    }
}
