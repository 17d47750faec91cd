using Compiled.Generator.Optimize;
using Compiled.Generator.Plan;

namespace Compiled.Generator.Emit;

/// <summary>Writes the steps of a loop's body, one after the other; what flattens opens an inner loop that stays open for the steps after it.</summary>
public sealed class StepEmitter(EmitContext context, PhysicalQuery query, string skip = "continue")
{
    private int _open;
    private bool _hasFlattened;
    private int _splits;

    private SourceWriter Writer => context.Writer;

    // Inside a loop that a step opened, a filtered row goes on with that loop.
    private string Skip => _open > 0 ? "continue" : skip;

    /// <summary>Name of the field with the parts of a split inside <paramref name="outer"/> others, whose parts are still being read.</summary>
    public static string PartsField(int outer) => outer == 0 ? "_parts" : $"_innerParts{outer}";

    /// <summary>Writes all steps and closes the loops they opened.</summary>
    public void Emit(IEnumerable<Step> steps)
    {
        string told = string.Empty;
        foreach (Step step in steps)
        {
            _hasFlattened |= step is FlattenListStep or FlattenSplitStep or FlattenEnumerableStep;
            if (step.Text.Length > 0 && step.Text != told)
            {
                Writer.Line("// " + OneLine.Of(step.Text));
                told = step.Text;
            }

            Emit(step);
        }

        for (; _open > 0; _open--)
        {
            Writer.Close();
        }
    }

    private void Emit(Step step)
    {
        switch (step)
        {
            case FilterStep filter:
                Mapped(filter, $"if (!{Parenthesised(context.Expressions.Emit(filter.Predicate))}) {{ {Skip}; }}");
                break;
            case LetStep let:
                Mapped(let, $"var {let.Local.Name} = {context.Expressions.Emit(let.Value)};");
                break;
            case WatermarkStep watermark:
                Mapped(watermark, $"maxTime{watermark.Id} = Math.Max(maxTime{watermark.Id}, {context.Expressions.EmitTicks(watermark.Time)});");
                break;
            case FlattenListStep list:
                EmitFlattenList(list);
                break;
            case FlattenSplitStep split:
                EmitFlattenSplit(split);
                break;
            case PartStep part:
                Writer.Line($"Utf8Slice {part.Local.Name} = {context.Expressions.EmitSlice(part.Source)};");
                break;
            case FlattenEnumerableStep items:
                Writer.Open($"foreach (var {items.Local.Name} in {context.Expressions.Emit(items.Collection)})");
                _open++;
                break;
            case FoldStep fold:
                string accumulator = GroupEmitter.FoldField(fold.Id);
                Writer.Line($"var {fold.Accumulator.Name} = {accumulator};");
                Mapped(fold, $"{fold.Accumulator.Name} = {context.Expressions.Emit(fold.Next)};");
                Writer.Line($"{accumulator} = {fold.Accumulator.Name};");
                break;
            case GroupStep group:
                new GroupEmitter(context, query).EmitStaging(group, _hasFlattened);
                break;
            case CollectStep collect:
                Mapped(collect, $"list.Add({context.Expressions.Emit(collect.Row)});");
                break;
            case OutputStep output:
                Mapped(output, $"port.Add({context.Expressions.Emit(output.Row)});");
                break;
            default:
                throw new InvalidOperationException($"{step.GetType().Name} has no C# form.");
        }
    }

    private static string Parenthesised(string code) => code.StartsWith("(", StringComparison.Ordinal) && code.EndsWith(")", StringComparison.Ordinal) ? code : $"({code})";

    private void EmitFlattenList(FlattenListStep step)
    {
        string start = $"{step.List.Place.Local(step.List.Identifier)}_Start[{step.List.Place.Index}]";
        string count = $"{step.List.Place.Local(step.List.Identifier)}_Count[{step.List.Place.Index}]";
        Writer.Open($"for (int {step.Index} = {start}, {step.Index}End = {step.Index} + {count}; {step.Index} < {step.Index}End; {step.Index}++)");
        _open++;
    }

    private void EmitFlattenSplit(FlattenSplitStep step)
    {
        string source = step.IsInInput ? context.Expressions.EmitSlice(step.Source) : $"Generated.Stage({context.Expressions.Emit(step.Source)}, _rowText)";
        string options = step.Options is null ? "StringSplitOptions.None" : context.Expressions.Emit(step.Options);
        string name = step.Local.Name;
        Writer.Line($"var {name}Split = new SliceSplit({source}, {context.Expressions.Emit(step.Separator)}, {options});");
        string parts = PartsField(_splits++);
        Writer.Open($"for (int {name}Count; ({name}Count = {name}Split.Next({parts})) > 0;)");
        Writer.Open($"for (int {name}Index = 0; {name}Index < {name}Count; {name}Index++)");
        Writer.Line($"Utf8Slice {name} = {parts}[{name}Index];");
        _open += 2;
    }

    // The debugger steps at the user's lambda; everything around it is generated code as it stands.
    private void Mapped(Step step, string code)
    {
        if (step.Place is { } place && code.IndexOf('\n') < 0)
        {
            Writer.Directive($"#line ({place.StartLine + 1}, {place.StartCharacter + 1}) - ({place.EndLine + 1}, {place.EndCharacter + 1}) {Literals.Path(place.Path)}");
            Writer.Line(code);
            Writer.Directive("#line default");
        }
        else
        {
            Writer.Line(code);
        }
    }
}
