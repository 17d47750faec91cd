using System.Globalization;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace Compiled.Generator.Parse;

/// <summary>Constant values as C# text, whatever the machine's culture.</summary>
internal static class Literal
{
    /// <summary>The text of a constant that is neither null nor a string.</summary>
    public static string Of(object value, ITypeSymbol type)
    {
        string text = OfPrimitive(value);
        return type.TypeKind == TypeKind.Enum ? $"({TypeReader.NameOf(type)})({text})" : text;
    }

    /// <summary>The text of any constant, strings quoted.</summary>
    public static string OfAny(object? value, ITypeSymbol type) => value switch
    {
        null => "default",
        string text => SymbolDisplay.FormatLiteral(text, quote: true),
        _ => Of(value, type),
    };

    private static string OfPrimitive(object value) => value switch
    {
        bool b => b ? "true" : "false",
        char c => SymbolDisplay.FormatLiteral(c, quote: true),
        sbyte n => "(sbyte)" + Parenthesised(n),
        byte n => "(byte)" + Parenthesised(n),
        short n => "(short)" + Parenthesised(n),
        ushort n => "(ushort)" + Parenthesised(n),
        int n => Invariant(n),
        uint n => Invariant(n) + "U",
        long n => Invariant(n) + "L",
        ulong n => Invariant(n) + "UL",
        float n => OfSingle(n),
        double n => OfDouble(n),
        decimal n => Invariant(n) + "M",
        _ => throw new ArgumentOutOfRangeException(nameof(value), value.GetType().Name),
    };

    private static string OfDouble(double value)
    {
        if (double.IsNaN(value))
        {
            return "double.NaN";
        }

        if (double.IsInfinity(value))
        {
            return value > 0 ? "double.PositiveInfinity" : "double.NegativeInfinity";
        }

        // "R" of the .NET Framework, on which an IDE may run this, does not round-trip every value.
        string text = value.ToString("R", CultureInfo.InvariantCulture);
        bool same = double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double back) && back.Equals(value);
        return (same ? text : value.ToString("G17", CultureInfo.InvariantCulture)) + "D";
    }

    private static string OfSingle(float value)
    {
        if (float.IsNaN(value))
        {
            return "float.NaN";
        }

        if (float.IsInfinity(value))
        {
            return value > 0 ? "float.PositiveInfinity" : "float.NegativeInfinity";
        }

        string text = value.ToString("R", CultureInfo.InvariantCulture);
        bool same = float.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out float back) && back.Equals(value);
        return (same ? text : value.ToString("G9", CultureInfo.InvariantCulture)) + "F";
    }

    private static string Parenthesised(IFormattable value)
    {
        string text = Invariant(value);
        return text[0] == '-' ? $"({text})" : text;
    }

    private static string Invariant(IFormattable value) => value.ToString(null, CultureInfo.InvariantCulture);
}
