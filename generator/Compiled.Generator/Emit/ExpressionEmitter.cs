using Compiled.Generator.Optimize;
using Compiled.Generator.Plan;

namespace Compiled.Generator.Emit;

/// <summary>
/// Physical expressions to C#. Every expression has a form in the user's own type; text and dates that lie in columns also have a raw form
/// (Utf8Slice, ticks) that comparisons, keys and windows use.
/// </summary>
public sealed class ExpressionEmitter(ConstantPool constants, MaterializerTable materializers)
{
    private int _patterns;

    /// <summary>Whether the current group's key has parts (<c>key.Country</c>) or is one value (<c>key</c>).</summary>
    public bool HasCompositeKey { get; set; }

    /// <summary>Whether C# checks for overflow where the next expression will stand.</summary>
    public bool ChecksOverflow { get; set; }

    /// <summary>The expression in the user's type.</summary>
    public string Emit(Expression expression) => expression switch
    {
        ConstantExpression e => Constant(e),
        LocalExpression { IsSlice: true } e => $"new Utf8String({e.Name})",
        LocalExpression e => e.Name,
        PipelineParameterExpression e => "_program." + ParameterField(e.Name),
        ColumnExpression e => Column(e),
        ComputedExpression e => $"{e.Local}[row]",
        RowExpression e => materializers.Call(e),
        ListExpression e => materializers.CallList(e),
        HasValueExpression e => $"{e.Place.Local(e.Identifier)}_HasValue[{e.Place.Index}]",
        KeyPartExpression e => KeyPart(e),
        WindowBoundExpression e => e.IsEnd ? "Generated.Date(windowEnd)" : "Generated.Date(windowStart)",
        AggregateExpression e => $"aggregate{e.Index}",
        MissingValueExpression e => $"Generated.Missing<{e.Type.Name}>({Literals.Text(e.Path)})",
        MemberExpression { Target: ListExpression list, Member: "Count" } => $"{list.Place.Local(list.Identifier)}_Count[{list.Place.Index}]",
        MemberExpression e => $"{Emit(e.Target)}.{Name(e.Member)}",
        StaticMemberExpression e => e.Name,
        UnaryExpression e => Arithmetic(e.IsChecked, e.Operator == "-" && IsInteger(e.Type), () => $"{e.Operator}{Emit(e.Operand)}"),
        BinaryExpression e => Binary(e),
        ConversionExpression e => Conversion(e),
        ConditionalExpression e when IsMaskable(e) => $"Generated.ValueIf({Emit(e.Condition)}, {Emit(e.WhenTrue)})",
        ConditionalExpression e => $"({Emit(e.Condition)} ? {Emit(e.WhenTrue)} : {Emit(e.WhenFalse)})",
        CoalesceExpression e => $"({Emit(e.Value)} ?? {Emit(e.WhenNull)})",
        NullConditionalExpression e => NullConditional(e),
        IsNullExpression e => $"({Emit(e.Operand)} is {(e.IsNegated ? "not " : string.Empty)}null)",
        CallExpression e => Call(e),
        NewExpression e => New(e),
        DefaultExpression e => $"default({e.Type.Name})",
        _ => throw new InvalidOperationException($"{expression.GetType().Name} has no C# form here."),
    };

    /// <summary>The program's field that holds a parameter of the pipeline, beside members of the program's own.</summary>
    public static string ParameterField(string name) => "@" + name.TrimStart('@') + (name is "Description" or "CreateWorker" or "PlanText" or "StateSchema" or "Program" ? "_" : string.Empty);

    /// <summary>A text expression as a Utf8Slice: the column itself where it lies in one. Not for nullable text.</summary>
    public string EmitSlice(Expression expression) => expression switch
    {
        ColumnExpression { IsNullable: false, Type.IsText: true } column => column.Code,
        LocalExpression { IsSlice: true } local => local.Name,
        ConversionExpression { Type.Kind: ColumnKind.Text, Operand: { Type.Kind: ColumnKind.Text } operand } => EmitSlice(operand),
        _ when expression.Type.Kind == ColumnKind.String => $"Generated.Utf8({Emit(expression)}).AsSlice()",
        _ => $"{Emit(expression)}.AsSlice()",
    };

    /// <summary>A date as UTC ticks: the column itself where it lies in one.</summary>
    public string EmitTicks(Expression expression) => expression switch
    {
        ColumnExpression { IsNullable: false } column => column.Code,
        ConversionExpression { Operand: ColumnExpression { IsNullable: false, Type.Kind: ColumnKind.DateTime or ColumnKind.DateTimeOffset } column } => column.Code,
        _ when expression.Type.Kind == ColumnKind.DateTimeOffset => $"{Emit(expression)}.UtcTicks",
        _ => $"Generated.Ticks({Emit(expression)})",
    };

    /// <summary>A member's name as it stands in code.</summary>
    public static string Name(string member) => Microsoft.CodeAnalysis.CSharp.SyntaxFacts.GetKeywordKind(member) == Microsoft.CodeAnalysis.CSharp.SyntaxKind.None ? member : "@" + member;

    private static bool IsInteger(TypeRef type) => type.Kind is null or ColumnKind.SByte or ColumnKind.Byte or ColumnKind.Int16 or ColumnKind.UInt16 or ColumnKind.Int32 or ColumnKind.UInt32
        or ColumnKind.Int64 or ColumnKind.UInt64;

    // An operation in the user's context of overflow checking: the words are written only where it differs from the one around.
    private string Arithmetic(bool isChecked, bool canOverflow, Func<string> emit)
    {
        if (isChecked == ChecksOverflow || (!isChecked && !canOverflow))
        {
            return $"({emit()})";
        }

        ChecksOverflow = isChecked;
        string code = emit();
        ChecksOverflow = !isChecked;
        return isChecked ? $"checked({code})" : $"unchecked({code})";
    }

    private string Constant(ConstantExpression constant) => constant.Type.Kind switch
    {
        ColumnKind.Text => constants.Utf8(constant.Value),
        ColumnKind.String => Literals.Text(constant.Value),
        _ => constant.Value,
    };

    private string Column(ColumnExpression column)
    {
        string value = UserForm(column.Schema.Kind, column.Code);
        return column.IsNullable ? $"({column.HasValueCode} ? {value} : default({column.Type.Name}))" : value;
    }

    /// <summary>A raw column element as the user's type.</summary>
    public static string UserForm(ColumnKind kind, string code) => kind switch
    {
        ColumnKind.Text => $"new Utf8String({code})",
        ColumnKind.String => $"{code}.ToString()",
        ColumnKind.DateTimeOffset => $"Generated.Date({code})",
        ColumnKind.DateTime => $"Generated.DateTime({code})",
        ColumnKind.DateOnly => $"global::System.DateOnly.FromDayNumber({code})",
        ColumnKind.TimeSpan => $"new global::System.TimeSpan({code})",
        _ => code,
    };

    private string KeyPart(KeyPartExpression part) => KeyTypes.UserForm(part.Type, HasCompositeKey ? $"key.{part.Name}" : "key");

    private string Binary(BinaryExpression binary)
    {
        if (binary.Operator is "==" or "!=" && TextComparison(binary) is { } comparison)
        {
            return comparison;
        }

        if (binary.Operator is "==" or "!=" or "<" or ">" or "<=" or ">=" && IsDateColumn(binary.Left) && IsDateColumn(binary.Right))
        {
            return $"({EmitTicks(binary.Left)} {binary.Operator} {EmitTicks(binary.Right)})";
        }

        return Arithmetic(
            binary.IsChecked,
            binary.Operator is "+" or "-" or "*" && IsInteger(binary.Type),
            () => $"{Emit(binary.Left)} {binary.Operator} {Emit(binary.Right)}");
    }

    // cond ? x : 0 over columns: both sides may be computed, so that an unpredictable condition costs no branch.
    private static bool IsMaskable(ConditionalExpression conditional) =>
        conditional.WhenFalse is ConstantExpression { Value: "0" or "0D" or "0L" or "0.0D" or "0d" }
        && conditional.Type is { IsNullable: false, Kind: ColumnKind.Double or ColumnKind.Int64 or ColumnKind.Int32 }
        && IsEffectless(conditional.WhenTrue)
        && IsEffectless(conditional.Condition);

    private static bool IsEffectless(Expression expression) => expression switch
    {
        ColumnExpression { IsNullable: false } or ComputedExpression or ConstantExpression or HasValueExpression or PipelineParameterExpression => true,
        BinaryExpression { IsChecked: false } b when b.Operator != "%" && (b.Operator != "/" || b.Type.Kind == ColumnKind.Double) => IsEffectless(b.Left) && IsEffectless(b.Right),
        UnaryExpression { IsChecked: false } u => IsEffectless(u.Operand),
        ConversionExpression { IsChecked: false } c => IsEffectless(c.Operand),
        _ => false,
    };

    private static bool IsDateColumn(Expression expression) =>
        expression is ColumnExpression { IsNullable: false, Type.Kind: ColumnKind.DateTime or ColumnKind.DateTimeOffset };

    /// <summary>The column and the constant of a test whether a text that is always there is a constant; null for any other expression.</summary>
    public static (ColumnExpression Column, string Text)? TextTest(Expression expression) =>
        expression is BinaryExpression { Operator: "==" } binary
        && TextOperands.Of(binary) is (ColumnExpression { Type.IsText: true, IsNullable: false, Schema.IsNullable: false } column, { Type.IsText: true } constant)
            ? (column, constant.Value)
            : null;

    // Text against a constant compares bytes with a literal; a lifted comparison asks for the value first.
    private string? TextComparison(BinaryExpression binary)
    {
        (Expression value, ConstantExpression? constant) = TextOperands.Of(binary);
        if (constant is null || !constant.Type.IsText)
        {
            return null;
        }

        string not = binary.Operator == "!=" ? "!" : string.Empty;
        string literal = Literals.TextTest(constant.Value);
        if (value is ColumnExpression { Type.IsText: true, IsNullable: true } nullable)
        {
            return $"{not}({nullable.HasValueCode} && {nullable.Code}.Is({literal}))";
        }

        return value is ColumnExpression { Type.IsText: true } || value is LocalExpression { IsSlice: true }
            ? $"{not}{EmitSlice(value)}.Is({literal})"
            : null;
    }

    private string Conversion(ConversionExpression conversion) =>
        Arithmetic(conversion.IsChecked, IsInteger(conversion.Type) && conversion.Operand.Type.Kind is not null, () => $"({conversion.Type.Name})({Emit(conversion.Operand)})");

    private string NullConditional(NullConditionalExpression expression)
    {
        string name = $"some{_patterns++}";
        TypeRef type = expression.Target.Type with { Name = expression.Target.Type.UnderlyingName, IsNullable = false };
        Expression whenNotNull = new TargetBinder(new LocalExpression(type, name)).Rewrite(expression.WhenNotNull);
        return $"({Emit(expression.Target)} is {{ }} {name} ? ({expression.Type.Name}){Emit(whenNotNull)} : default({expression.Type.Name}))";
    }

    private string Call(CallExpression call)
    {
        string arguments = string.Join(", ", call.Arguments.Select(Emit));
        return call.Receiver is null ? $"{call.Method}({arguments})" : $"{Emit(call.Receiver)}.{Name(call.Method)}({arguments})";
    }

    private string New(NewExpression made)
    {
        string arguments = string.Join(", ", made.Arguments.Select(Emit));
        switch (made.Kind)
        {
            case NewKind.Tuple:
                return $"({arguments})";
            case NewKind.Anonymous:
                return "new { " + string.Join(", ", made.Members.Select((m, i) => $"{Name(m)} = {Emit(made.Arguments[i])}")) + " }";
            default:
                string initializer = made.Initializers.Count == 0
                    ? string.Empty
                    : " { " + string.Join(", ", made.Initializers.Select(i => $"{Name(i.Member)} = {Emit(i.Value)}")) + " }";
                return $"new {made.Type.UnderlyingName}({arguments}){initializer}";
        }
    }

    private sealed class TargetBinder(Expression target) : ExpressionRewriter
    {
        public override Expression Rewrite(Expression expression) => expression is NullConditionalTarget ? target : base.Rewrite(expression);

        // An inner a?.b has a target of its own.
        protected override Expression RewriteNullConditional(NullConditionalExpression expression) => expression;
    }
}
