using Compiled.Generator.Optimize;
using Compiled.Generator.Plan;

namespace Compiled.Generator.Emit;

/// <summary>
/// Values that <see cref="VectorValue"/> allows, as C# of one row or of as many rows as a vector of the result's lanes holds. Narrower lanes inside are computed in vectors of
/// half the width and widened (in the lower half of a vector where there is no narrower one).
/// </summary>
internal static class VectorCode
{
    /// <summary>What a struct of vector code is made of: the columns and parameters of the pipeline that its expressions read, each once.</summary>
    public static IReadOnlyList<Expression> Inputs(IEnumerable<Expression> expressions) => expressions
        .SelectMany(e => e.SelfAndDescendants())
        .Where(e => e is ColumnExpression or ComputedExpression or PipelineParameterExpression)
        .GroupBy(Name)
        .Select(g => g.First())
        .ToList();

    /// <summary>C# that declares an input as a parameter of the struct.</summary>
    public static string Parameter(Expression input) => input is PipelineParameterExpression
        ? $"{input.Type.Name} {Name(input)}"
        : $"Column<{Lane(input)}> {Name(input)}";

    /// <summary>C# that gives an input to the struct, where the columns are c.</summary>
    public static string Argument(Expression input, ExpressionEmitter expressions) => input switch
    {
        ColumnExpression column => $"c.{column.Identifier}",
        ComputedExpression computed => computed.Local,
        _ => expressions.Emit(input),
    };

    // Name of the struct's parameter: a column's as in the loop, for a member may bear any name, that of the struct's own methods among them.
    private static string Name(Expression input) => input switch
    {
        ColumnExpression e => e.Place.Local(e.Identifier),
        ComputedExpression e => e.Local,
        PipelineParameterExpression e => "parameter_" + e.Name.TrimStart('@'),
        _ => throw new InvalidOperationException($"{input.GetType().Name} is no input of vector code."),
    };

    /// <summary>The value at row.</summary>
    public static string Scalar(Expression expression) => expression switch
    {
        ColumnExpression or ComputedExpression => $"{Name(expression)}[row]",
        PipelineParameterExpression => Name(expression),
        ConstantExpression e => e.Value,
        UnaryExpression { Operator: "-" } e => $"unchecked(-{Scalar(e.Operand)})",
        UnaryExpression e => $"({e.Operator}{Scalar(e.Operand)})",
        BinaryExpression { Operator: "+" or "-" or "*" } e => $"unchecked({Scalar(e.Left)} {e.Operator} {Scalar(e.Right)})",
        BinaryExpression e => $"({Scalar(e.Left)} {e.Operator} {Scalar(e.Right)})",
        ConversionExpression e => $"(({e.Type.Name}){Scalar(e.Operand)})",
        ConditionalExpression e => $"({Scalar(e.Condition)} ? {Scalar(e.WhenTrue)} : {Scalar(e.WhenFalse)})",
        _ => throw new InvalidOperationException($"{expression.GetType().Name} is no simple value."),
    };

    /// <summary>The values from row on.</summary>
    public static string Value(Expression expression, int width) => expression switch
    {
        ColumnExpression or ComputedExpression => $"{Name(expression)}.Load{width}(row)",
        ConstantExpression or PipelineParameterExpression => $"Vector{width}.Create(({Lane(expression)}){Scalar(expression)})",

        // A negative zero is the negation of zero: zero minus the value would not give it.
        UnaryExpression { Operator: "-", Type.Kind: ColumnKind.Single or ColumnKind.Double } e => $"({Value(e.Operand, width)} ^ Vector{width}.Create(({Lane(e)})(-0.0)))",
        UnaryExpression e => $"({e.Operator}{Value(e.Operand, width)})",
        BinaryExpression { Operator: "/" or "%" } e when VectorPredicate.IsQuotient(e) => Quotient(e, width),
        BinaryExpression e => $"({Value(e.Left, width)} {e.Operator} {Value(e.Right, width)})",
        ConversionExpression e => Conversion(e, width),
        ConditionalExpression e => Conditional(e, width),
        _ => throw new InvalidOperationException($"{expression.GetType().Name} is no simple value."),
    };

    // The reciprocal is rounded up: see VectorQuotients.
    private static string Quotient(BinaryExpression e, int width)
    {
        int divisor = VectorPredicate.Divisor(e);
        string reciprocal = BitConverter.Int64BitsToDouble(BitConverter.DoubleToInt64Bits(1.0 / divisor) + 1).ToString("G17", System.Globalization.CultureInfo.InvariantCulture);
        string dividend = Value(e.Left, width);
        string quotient = $"VectorQuotients.Of{width}({dividend}, {divisor}, {reciprocal}d)";
        return e.Operator == "/" ? quotient : $"({dividend} - ({quotient} * {divisor}))";
    }

    private static string Conversion(ConversionExpression conversion, int width)
    {
        (string from, string to) = (Lane(conversion.Operand), Lane(conversion));
        int half = VectorValue.Bytes(from) < VectorValue.Bytes(to) ? Half(width) : width;
        string operand = Value(conversion.Operand, half);
        return (from, to) switch
        {
            ("int", "float") => $"Vector{width}.ConvertToSingle({operand})",
            ("long", "double") => $"Vector{width}.ConvertToDouble({operand})",
            ("int", "long") => $"VectorLanes.Int64s{width}({operand})",
            (_, "double") when half != width || from != to => $"VectorLanes.Doubles{width}({operand})",
            _ => operand,
        };
    }

    private static string Conditional(ConditionalExpression conditional, int width)
    {
        string lane = Lane(conditional);
        string mask = Mask(conditional.Condition, width, VectorValue.Bytes(lane));
        string typed = lane switch
        {
            "int" or "long" => mask,
            "float" => mask + ".AsSingle()",
            "double" => mask + ".AsDouble()",
            "uint" => mask + ".AsUInt32()",
            _ => mask + ".AsUInt64()",
        };
        return $"Vector{width}.ConditionalSelect({typed}, {Value(conditional.WhenTrue, width)}, {Value(conditional.WhenFalse, width)})";
    }

    // Lanes of all ones or none, as signed integers of so many bytes; logic is on them, since both sides of && and || are free of effects.
    private static string Mask(Expression condition, int width, int bytes)
    {
        switch (condition)
        {
            case UnaryExpression e:
                return $"(~{Mask(e.Operand, width, bytes)})";
            case BinaryExpression { Left.Type.Kind: ColumnKind.Boolean } e:
                return $"({Mask(e.Left, width, bytes)} {e.Operator[0]} {Mask(e.Right, width, bytes)})";
            case BinaryExpression e:
                int lane = VectorValue.Bytes(Lane(e.Left));
                int half = lane < bytes ? Half(width) : width;
                string mask = $"Vector{half}.{Comparison(e.Operator)}({Value(e.Left, half)}, {Value(e.Right, half)}).{(lane == 4 ? "AsInt32" : "AsInt64")}()";
                string sign = e.Operator == "!=" ? "~" : string.Empty;
                return lane < bytes ? $"{sign}VectorLanes.Int64s{width}({mask})" : sign + mask;
            default:
                throw new InvalidOperationException($"{condition.GetType().Name} is no simple condition.");
        }
    }

    /// <summary>The vector method of a comparison; that of <c>!=</c> is negated by who calls it.</summary>
    public static string Comparison(string op) => op switch
    {
        "==" or "!=" => "Equals",
        "<" => "LessThan",
        ">" => "GreaterThan",
        "<=" => "LessThanOrEqual",
        _ => "GreaterThanOrEqual",
    };

    private static int Half(int width) => Math.Max(128, width / 2);

    private static string Lane(Expression expression) => VectorPredicate.LaneType(expression)!;
}
