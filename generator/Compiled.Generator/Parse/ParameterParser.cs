using Compiled.Generator.Plan;
using Compiled.Generator.Plan.Checks;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Compiled.Generator.Parse;

/// <summary>Parameters of queries to the inputs and parameters of the pipeline. Parameters of one name are one.</summary>
internal sealed class ParameterParser
{
    private readonly ParseContext _context;
    private readonly List<InputPlan> _inputs = [];
    private readonly List<ParameterPlan> _values = [];

    public ParameterParser(ParseContext context) => _context = context;

    public IReadOnlyList<InputPlan> Inputs => _inputs;

    public IReadOnlyList<ParameterPlan> Values => _values;

    public InputPlan? FindInput(string name) => _inputs.FirstOrDefault(i => i.Name == name);

    /// <summary>Adds what a query's parameters bring; what differs from an earlier parameter of the same name is a finding.</summary>
    public void Add(QueryMethod method)
    {
        foreach (IParameterSymbol parameter in method.Symbol.Parameters)
        {
            if (_context.Symbols.StreamElement(parameter.Type) is { } row)
            {
                AddInput(parameter, row);
            }
            else if (parameter.Type is IErrorTypeSymbol)
            {
                _context.CSharpError();
            }
            else
            {
                AddValue(parameter);
            }
        }
    }

    private void AddInput(IParameterSymbol parameter, ITypeSymbol row)
    {
        Location place = PlaceOf(parameter);
        if (row is IErrorTypeSymbol)
        {
            _context.CSharpError();
            return;
        }

        SchemaResult schema = _context.Schemas.Parse(row);
        FormatOptions format = FormatOf(parameter);
        if (_values.Any(v => v.Name == parameter.Name))
        {
            _context.Error(RuleIds.InputsDiffer, place, $"'{parameter.Name}' is a stream here and a value in another query of the class: rename one.");
            return;
        }

        if (FindInput(parameter.Name) is not { } known)
        {
            CheckRow(parameter, schema, format, place);
            _inputs.Add(new InputPlan(_inputs.Count, parameter.Name, schema.Schema, format));
            return;
        }

        if (known.Row != schema.Schema)
        {
            _context.Error(RuleIds.InputsDiffer, place, $"'{parameter.Name}' is one input of all queries of the class, and has another row type elsewhere: use one type, or another name.");
        }
        else if (known.Format.Format == InputFormat.None && format.Format != InputFormat.None)
        {
            // A query that only hands the stream on need not repeat the format.
            CheckRow(parameter, schema, format, place);
            _inputs[known.Id] = known with { Format = format };
        }
        else if (format.Format != InputFormat.None && format != known.Format)
        {
            _context.Error(RuleIds.InputsDiffer, place, $"'{parameter.Name}' is one input of all queries of the class, and has another format elsewhere: use one format, or another name.");
        }
    }

    private void CheckRow(IParameterSymbol parameter, SchemaResult schema, FormatOptions format, Location place)
    {
        if ((schema.Problem ?? FormatChecks.ProblemOf(schema.Schema, format.Format)) is { } problem)
        {
            _context.Error(RuleIds.RowType, place, $"'{parameter.Name}' has rows that cannot be read: {problem}.");
        }

        foreach (string member in FormatChecks.StringMembers(schema.Schema))
        {
            string what = member.Length == 0 ? "A row of type string" : $"The member '{member}' of type string";
            _context.Info(RuleIds.StringAllocates, place, $"{what} allocates wherever its text is used as a string or a row object is made: use Utf8String, which is a view of the bytes that came.");
        }
    }

    private void AddValue(IParameterSymbol parameter)
    {
        string? initial = parameter.HasExplicitDefaultValue ? Literal.OfAny(parameter.ExplicitDefaultValue, parameter.Type) : null;
        ParameterPlan plan = new(parameter.Name, _context.Types.Read(parameter.Type), initial);
        ParameterPlan? known = _values.FirstOrDefault(v => v.Name == plan.Name);
        bool isStream = FindInput(plan.Name) is not null;
        if (isStream || (known is not null && known != plan))
        {
            string other = isStream ? "a stream" : "of another type or default value";
            _context.Error(RuleIds.InputsDiffer, PlaceOf(parameter), $"'{plan.Name}' is one parameter of all queries of the class, and is {other} elsewhere: make them the same, or rename one.");
        }
        else if (known is null)
        {
            _values.Add(plan);
        }
    }

    private FormatOptions FormatOf(IParameterSymbol parameter)
    {
        FormatOptions format = new(InputFormat.None, ',', Header: true);
        foreach (AttributeData attribute in parameter.GetAttributes())
        {
            FormatOptions? stated = Stated(attribute);
            if (stated is not null && format.Format != InputFormat.None)
            {
                _context.Error(RuleIds.InputsDiffer, PlaceOf(parameter), $"'{parameter.Name}' has two formats: keep one of the attributes.");
            }

            format = stated ?? format;
        }

        return format;
    }

    private FormatOptions? Stated(AttributeData attribute)
    {
        KnownSymbols symbols = _context.Symbols;
        InputFormat? format = attribute.AttributeClass switch
        {
            { } kind when KnownSymbols.Same(kind, symbols.Json) => InputFormat.Json,
            { } kind when KnownSymbols.Same(kind, symbols.Csv) => InputFormat.Csv,
            { } kind when KnownSymbols.Same(kind, symbols.Text) => InputFormat.Text,
            { } kind when KnownSymbols.Same(kind, symbols.Binary) => InputFormat.Binary,
            _ => null,
        };
        if (format is null)
        {
            return null;
        }

        char delimiter = attribute.NamedArguments.FirstOrDefault(a => a.Key == "Delimiter").Value.Value as char? ?? ',';
        bool header = attribute.NamedArguments.FirstOrDefault(a => a.Key == "Header").Value.Value as bool? ?? true;
        return new FormatOptions(format.Value, delimiter, header);
    }

    private static Location PlaceOf(IParameterSymbol parameter) =>
        parameter.DeclaringSyntaxReferences.FirstOrDefault()?.GetSyntax() is ParameterSyntax { Type: { } type } ? type.GetLocation() : parameter.Locations[0];
}
