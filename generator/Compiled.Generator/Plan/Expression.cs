namespace Compiled.Generator.Plan;

/// <summary>A C# type as the plan sees it: a name and what emission must know of it. No symbol.</summary>
/// <param name="Name">Fully qualified with global::, keywords for the built-in types, ? for nullable value types and for references declared nullable.</param>
/// <param name="Kind">The column kind, if a column could hold it.</param>
/// <param name="IsNullable">Nullable&lt;T&gt;, or a reference type declared nullable.</param>
/// <param name="IsUnmanaged">Whether state of this type may be kept as it lies in memory.</param>
public sealed record TypeRef(string Name, ColumnKind? Kind, bool IsValueType, bool IsNullable, bool IsUnmanaged)
{
    public bool IsText => Kind is ColumnKind.Text or ColumnKind.String;

    /// <summary>The type without a trailing ?.</summary>
    public string UnderlyingName => Name.EndsWith("?", StringComparison.Ordinal) ? Name.Substring(0, Name.Length - 1) : Name;
}

/// <summary>Where something stands in the user's source: 0-based lines and characters, for #line. Plain data.</summary>
public sealed record SourceSpan(string Path, int StartLine, int StartCharacter, int EndLine, int EndCharacter);

/// <summary>A typed expression of row code. Every node knows its C# type, so that no one has to infer it again.</summary>
public abstract record Expression(TypeRef Type);

/// <summary>A literal. <paramref name="Value"/> is the C# literal with its suffix (<c>0.5D</c>, <c>12L</c>, <c>true</c>); for text, the text itself, unquoted. Null is a <see cref="DefaultExpression"/>.</summary>
public sealed record ConstantExpression(TypeRef Type, string Value) : Expression(Type);

/// <summary>A lambda's parameter as a whole. <paramref name="Index"/> counts the lambda's parameters.</summary>
public sealed record ParameterExpression(TypeRef Type, string Name, int Index) : Expression(Type);

/// <summary>A parameter of the pipeline, given at start.</summary>
public sealed record PipelineParameterExpression(TypeRef Type, string Name) : Expression(Type);

/// <summary>A property or field of an instance: of a row (a column), or of any other value.</summary>
public sealed record MemberExpression(TypeRef Type, Expression Target, string Member) : Expression(Type);

/// <summary>A static field or property: <paramref name="Name"/> is fully qualified.</summary>
public sealed record StaticMemberExpression(TypeRef Type, string Name) : Expression(Type);

/// <summary>A unary operator: <c>-</c>, <c>+</c>, <c>!</c>, <c>~</c>.</summary>
public sealed record UnaryExpression(TypeRef Type, string Operator, Expression Operand, bool IsChecked) : Expression(Type);

/// <summary>
/// A binary operator as written in C#, user-defined ones included (<c>==</c> of Utf8String). Operands already carry the conversions that C# inserted.
/// A lifted operator has nullable operands.
/// </summary>
public sealed record BinaryExpression(TypeRef Type, string Operator, Expression Left, Expression Right, bool IsChecked, bool IsLifted) : Expression(Type);

/// <summary>A conversion, explicit or inserted by the C# compiler (numeric, nullable, boxing to no one: boxing is a finding).</summary>
public sealed record ConversionExpression(TypeRef Type, Expression Operand, bool IsChecked) : Expression(Type);

/// <summary>condition ? a : b.</summary>
public sealed record ConditionalExpression(TypeRef Type, Expression Condition, Expression WhenTrue, Expression WhenFalse) : Expression(Type);

/// <summary>a ?? b.</summary>
public sealed record CoalesceExpression(TypeRef Type, Expression Value, Expression WhenNull) : Expression(Type);

/// <summary>a?.B: <paramref name="WhenNotNull"/> uses <see cref="NullConditionalTarget"/> for the value of a.</summary>
public sealed record NullConditionalExpression(TypeRef Type, Expression Target, Expression WhenNotNull) : Expression(Type);

/// <summary>Stands for the target inside <see cref="NullConditionalExpression.WhenNotNull"/>; its type is the target's without null.</summary>
public sealed record NullConditionalTarget(TypeRef Type) : Expression(Type);

/// <summary>value is null, value is not null (<paramref name="IsNegated"/>); also <c>== null</c> and <c>HasValue</c>.</summary>
public sealed record IsNullExpression(TypeRef Type, Expression Operand, bool IsNegated) : Expression(Type);

/// <summary>A call. Without <paramref name="Receiver"/>, static: <paramref name="Method"/> is fully qualified, with type arguments; else the method's name.</summary>
/// <param name="IsPure">Whether the method is known to be free of clocks, random numbers and side effects (the framework's Math, Utf8String…).</param>
public sealed record CallExpression(TypeRef Type, Expression? Receiver, string Method, EquatableArray<Expression> Arguments, bool IsPure) : Expression(Type);

/// <summary>
/// new T(arguments) { initializers }. For tuples and anonymous types too. <paramref name="Members"/> names, for each argument, the property it initialises without further effect
/// (records with a primary constructor, tuples: Item1 or the given name, anonymous types), or is empty where that is not known: then the object must be made to be read.
/// </summary>
public sealed record NewExpression(
    TypeRef Type,
    NewKind Kind,
    EquatableArray<Expression> Arguments,
    EquatableArray<string> Members,
    EquatableArray<MemberInitializer> Initializers) : Expression(Type);

public enum NewKind
{
    Constructor,
    Tuple,
    Anonymous,
}

public sealed record MemberInitializer(string Member, Expression Value);

/// <summary>default(T).</summary>
public sealed record DefaultExpression(TypeRef Type) : Expression(Type);

/// <summary>The group's key (g.Key) in the lambda after GroupBy; of a key of several columns, members are read by <see cref="MemberExpression"/>.</summary>
public sealed record GroupKeyExpression(TypeRef Type) : Expression(Type);

/// <summary>g.Window.Start or g.Window.End.</summary>
public sealed record WindowBoundExpression(TypeRef Type, bool IsEnd) : Expression(Type);

/// <summary>An aggregate call on the group: an index into <see cref="Operators.AggregateOperator.Aggregates"/>.</summary>
public sealed record AggregateExpression(TypeRef Type, int Index) : Expression(Type);

/// <summary>A lambda of a query.</summary>
/// <param name="Text">The user's text, for comments and the plan.</param>
public sealed record Lambda(EquatableArray<LambdaParameter> Parameters, Expression Body, string Text, SourceSpan? Place);

public sealed record LambdaParameter(string Name, TypeRef Type);
