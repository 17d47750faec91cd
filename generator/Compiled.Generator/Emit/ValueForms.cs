using Compiled.Generator.Optimize;
using Compiled.Generator.Plan;

namespace Compiled.Generator.Emit;

/// <summary>Expressions in the raw forms that staging columns hold: keys, ticks, numbers with a flag beside them.</summary>
public sealed class ValueForms(ExpressionEmitter expressions)
{
    private int _patterns;

    /// <summary>C# that makes the key part of <paramref name="value"/>.</summary>
    public string Key(Expression value)
    {
        TypeRef type = value.Type;
        if (value is ColumnExpression { Form: TextForm.Key } made)
        {
            return made.Code;
        }

        if (value is ColumnExpression { IsNullable: true } column)
        {
            string has = column.HasValueCode;
            return type.IsText
                ? $"TextKey.Nullable({column.Code}, {has})"
                : $"new {KeyTypes.Of(type)}(new ValueKey<{KeyTypes.Element(type)}>({column.Code}), {has})";
        }

        if (type.IsText)
        {
            return type.IsNullable ? $"Generated.Key({expressions.Emit(value)}, _scratch)" : $"new TextKey({Slice(value)})";
        }

        if (type.IsNullable)
        {
            string some = $"keyPart{_patterns++}";
            string key = KeyTypes.Of(type);
            return $"({expressions.Emit(value)} is {{ }} {some} ? new {key}(new ValueKey<{KeyTypes.Element(type)}>({Raw(some, type)})) : default({key}))";
        }

        return $"new {KeyTypes.Of(type)}({Scalar(value)})";
    }

    /// <summary>A text that stays readable until the batch is aggregated.</summary>
    public string Slice(Expression value) =>
        value is ColumnExpression or LocalExpression { Type.Kind: ColumnKind.Text } && !IsMade(value) ? expressions.EmitSlice(value) : $"Generated.Stage({expressions.Emit(value)}, _scratch)";

    /// <summary>A scalar that is not null, as its element type.</summary>
    public string Scalar(Expression value) => value.Type.Kind switch
    {
        ColumnKind.DateTimeOffset or ColumnKind.DateTime => expressions.EmitTicks(value),
        ColumnKind.TimeSpan => value is ColumnExpression column ? column.Code : $"{expressions.Emit(value)}.Ticks",
        ColumnKind.DateOnly => value is ColumnExpression column ? column.Code : $"{expressions.Emit(value)}.DayNumber",
        _ => expressions.Emit(value),
    };

    private static string Raw(string name, TypeRef type) => type.Kind switch
    {
        ColumnKind.DateTimeOffset => $"{name}.UtcTicks",
        ColumnKind.DateTime => $"Generated.Ticks({name})",
        ColumnKind.TimeSpan => $"{name}.Ticks",
        ColumnKind.DateOnly => $"{name}.DayNumber",
        _ => name,
    };

    /// <summary>Writes statements that stage a value into column <paramref name="column"/> (and its flag column, if nullable) at index staged.</summary>
    public IEnumerable<string> Stage(Expression value, StagedValue staged, string column)
    {
        TypeRef type = value.Type;
        if (staged.IsKey)
        {
            yield return $"{column}[staged] = {Key(value)};";
            yield break;
        }

        if (!type.IsNullable)
        {
            yield return $"{column}[staged] = {(type.IsText ? Slice(value) : Scalar(value))};";
            yield break;
        }

        if (value is ColumnExpression { IsNullable: true } nullable)
        {
            yield return $"{column}_HasValue[staged] = {nullable.HasValueCode};";
            yield return $"{column}[staged] = {nullable.Code};";
            yield break;
        }

        string local = char.ToLowerInvariant(staged.Name[0]) + staged.Name.Substring(1);
        yield return $"var {local} = {expressions.Emit(value)};";
        yield return $"{column}_HasValue[staged] = {local} is not null;";
        yield return type.IsText
            ? $"{column}[staged] = {local} is {{ }} {local}Text ? Generated.Stage({local}Text, _scratch) : default;"
            : $"{column}[staged] = {local} is {{ }} {local}Value ? {Raw(local + "Value", type)} : default;";
    }

    // A local may hold text that row code made: its bytes must be kept until the batch is aggregated.
    private static bool IsMade(Expression value) => value is LocalExpression { IsSlice: false };
}
