using Compiled.Generator.Plan;

namespace Compiled.Generator.Optimize;

/// <summary>
/// Binds a lambda's parameters to rows and turns members of rows into columns: scalar replacement, so that a row object exists only where user code needs one as a whole.
/// </summary>
public sealed class RowBinder(IReadOnlyList<Expression> parameters) : ExpressionRewriter
{
    private static readonly TypeRef s_bool = new("bool", ColumnKind.Boolean, true, false, true);

    private Expression? _nullConditionalTarget;

    /// <summary>The lambda's body over the given rows.</summary>
    public static Expression Bind(Lambda lambda, params Expression[] rows) => new RowBinder(rows).Rewrite(lambda.Body);

    public override Expression Rewrite(Expression expression) => expression switch
    {
        ParameterExpression p => p.Index < parameters.Count ? parameters[p.Index] : p,
        NullConditionalTarget => _nullConditionalTarget ?? expression,
        _ => base.Rewrite(expression),
    };

    /// <summary>The row of an input, or an element of a list: the value itself if rows are single values.</summary>
    public static Expression RowAt(RowSchema schema, RowPlace place)
    {
        if (schema.Construction == RowConstruction.Scalar)
        {
            return Column(schema.Columns[0], place);
        }

        return new RowExpression(new TypeRef(schema.Type, null, schema.IsValueType, false, false), schema, place, false);
    }

    protected override Expression RewriteMember(MemberExpression expression) => expression.Target switch
    {
        NewExpression made when MemberOf(made, expression.Member) is { } value => value,
        RowExpression row when expression.Member == "Value" && row.IsNullable && row.Schema.IsValueType => NotNull(row),
        RowExpression row when expression.Member == "HasValue" && row.IsNullable && row.Schema.IsValueType => HasValue(row),
        RowExpression { IsNullable: true } row => new ConditionalExpression(
            expression.Type, HasValue(row), Member(NotNull(row), expression), new MissingValueExpression(expression.Type, row.Place.Path)),
        RowExpression row => Member(row, expression),
        ColumnExpression { IsNullable: true } column when expression.Member == "HasValue" => HasValue(column),
        ColumnExpression { IsNullable: true } column when expression.Member == "Value" => new ConditionalExpression(
            expression.Type, HasValue(column), NotNull(column), new MissingValueExpression(expression.Type, column.Path)),
        _ => expression,
    };

    protected override Expression RewriteNullConditional(NullConditionalExpression expression)
    {
        (Expression? has, Expression? target) = expression.Target switch
        {
            RowExpression { IsNullable: true } row => (HasValue(row), NotNull(row)),
            ColumnExpression { IsNullable: true } column => (HasValue(column), NotNull(column)),
            _ => ((Expression?)null, (Expression?)null),
        };
        Expression? outer = _nullConditionalTarget;
        _nullConditionalTarget = target;
        Expression whenNotNull = Rewrite(expression.WhenNotNull);
        _nullConditionalTarget = outer;
        if (has is null)
        {
            return expression with { WhenNotNull = whenNotNull };
        }

        Expression none = new DefaultExpression(expression.Type);
        Expression some = whenNotNull.Type.Name == expression.Type.Name ? whenNotNull : new ConversionExpression(expression.Type, whenNotNull, false);
        return new ConditionalExpression(expression.Type, has, some, none);
    }

    protected override Expression RewriteIsNull(IsNullExpression expression)
    {
        Expression? has = expression.Operand switch
        {
            RowExpression { IsNullable: true } row => HasValue(row),
            ColumnExpression { IsNullable: true } column => HasValue(column),
            _ => null,
        };
        return has is null ? expression : expression.IsNegated ? has : new UnaryExpression(s_bool, "!", has, false);
    }

    protected override Expression RewriteCoalesce(CoalesceExpression expression) => expression.Value switch
    {
        ColumnExpression { IsNullable: true } column => new ConditionalExpression(
            expression.Type, HasValue(column), Convert(NotNull(column), expression.Type), expression.WhenNull),
        _ => expression,
    };

    protected override Expression RewriteCall(CallExpression expression) => expression.Receiver switch
    {
        ColumnExpression { IsNullable: true } column when expression.Method == "GetValueOrDefault" => new ConditionalExpression(
            expression.Type,
            HasValue(column),
            NotNull(column),
            expression.Arguments.Count > 0 ? expression.Arguments[0] : new DefaultExpression(expression.Type)),
        _ => expression,
    };

    private static Expression Convert(Expression value, TypeRef type) => value.Type.Name == type.Name ? value : new ConversionExpression(type, value, false);

    private static Expression? MemberOf(NewExpression made, string member)
    {
        for (int i = 0; i < made.Members.Count; i++)
        {
            if (made.Members[i] == member || (made.Kind == NewKind.Tuple && member == $"Item{i + 1}"))
            {
                return made.Arguments[i];
            }
        }

        // An object initializer sets a member after the constructor: without constructor arguments nothing else can have touched it.
        return made.Arguments.Count == 0 && made.Members.Count == 0 ? made.Initializers.FirstOrDefault(i => i.Member == member)?.Value : null;
    }

    private static Expression Member(RowExpression row, MemberExpression expression)
    {
        ColumnSchema? column = row.Schema.Find(expression.Member);
        return column is null ? new MemberExpression(expression.Type, row, expression.Member) : Column(column, row.Place);
    }

    private static Expression Column(ColumnSchema column, RowPlace place)
    {
        string underlying = column.Type.EndsWith("?", StringComparison.Ordinal) ? column.Type.Substring(0, column.Type.Length - 1) : column.Type;
        switch (column.Kind)
        {
            case ColumnKind.Record:
                RowPlace nested = place with { Path = place.PathOf(column.Member), Identifier = place.Identifier + column.Identifier + "_" };
                return new RowExpression(new TypeRef(column.Type, null, column.Nested!.IsValueType, column.IsNullable, false), column.Nested, nested, column.IsNullable);
            case ColumnKind.List:
                return new ListExpression(new TypeRef(column.Type, null, true, false, false), column, place);
            default:
                bool isValueType = column.Kind != ColumnKind.String;
                return new ColumnExpression(new TypeRef(column.Type, column.Kind, isValueType, column.IsNullable, isValueType && column.Kind != ColumnKind.Text), column, place)
                {
                    IsNullable = column.IsNullable,
                };
        }
    }

    private static HasValueExpression HasValue(RowExpression row) => new(s_bool, row.Place, row.Identifier, row.Place.Path);

    private static HasValueExpression HasValue(ColumnExpression column) => new(s_bool, column.Place, column.Identifier, column.Path);

    private static RowExpression NotNull(RowExpression row) =>
        row with { IsNullable = false, Type = row.Type with { Name = row.Type.UnderlyingName, IsNullable = false } };

    private static ColumnExpression NotNull(ColumnExpression column) =>
        column with { IsNullable = false, Type = column.Type with { Name = column.Type.UnderlyingName, IsNullable = false } };
}
