using Compiled.Generator.Plan;

namespace Compiled.Generator.Emit;

/// <summary>How values of C# types are kept in keys of group tables.</summary>
public static class KeyTypes
{
    /// <summary>The runtime key type of a part.</summary>
    public static string Of(TypeRef type)
    {
        if (type.IsText)
        {
            return "TextKey";
        }

        string value = $"ValueKey<{Element(type)}>";
        return type.IsNullable ? $"NullableKey<{value}>" : value;
    }

    /// <summary>Element type of a scalar as it lies in columns, keys and aggregates: dates are ticks.</summary>
    public static string Element(TypeRef type) => type.Kind is { } kind ? PhysicalColumn.ElementTypeOf(kind) : type.UnderlyingName;

    /// <summary>The value of a key part in the user's type.</summary>
    public static string UserForm(TypeRef type, string key)
    {
        if (type.IsText)
        {
            string text = type.Kind == ColumnKind.Text ? $"new Utf8String(TextKey.SliceOf(in {key}))" : $"TextKey.SliceOf(in {key}).ToString()";
            return type.IsNullable ? $"({key}.IsNull ? default({type.Name}) : {text})" : text;
        }

        ColumnKind kind = type.Kind ?? ColumnKind.Int32;
        return type.IsNullable
            ? $"({key}.HasValue ? {ExpressionEmitter.UserForm(kind, $"{key}.Value.Value")} : default({type.Name}))"
            : ExpressionEmitter.UserForm(kind, $"{key}.Value");
    }
}
