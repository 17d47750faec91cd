using System.Text;

namespace Compiled.Generator.Plan;

/// <summary>
/// Expressions as canonical text: the same text means the same computation. Names of lambda parameters and the layout of the user's source leave no trace,
/// so that state schemas survive such renames.
/// </summary>
public static class ExpressionText
{
    public static string Of(Expression expression)
    {
        StringBuilder text = new();
        Write(text, expression);
        return text.ToString();
    }

    private static void Write(StringBuilder text, Expression expression)
    {
        switch (expression)
        {
            case ConstantExpression constant:
                text.Append(constant.Type.IsText ? $"\"{constant.Value.Replace("\\", "\\\\").Replace("\"", "\\\"")}\"" : constant.Value);
                break;
            case ParameterExpression parameter:
                text.Append('$').Append(parameter.Index);
                break;
            case PipelineParameterExpression parameter:
                text.Append('@').Append(parameter.Name);
                break;
            case MemberExpression member:
                Write(text, member.Target);
                text.Append('.').Append(member.Member);
                break;
            case StaticMemberExpression member:
                text.Append(member.Name);
                break;
            case UnaryExpression unary:
                Join(text, unary.IsChecked ? $"checked({unary.Operator}" : $"({unary.Operator}", [unary.Operand], ")");
                break;
            case BinaryExpression binary:
                text.Append(binary.IsChecked ? "checked(" : "(");
                Write(text, binary.Left);
                text.Append(' ').Append(binary.Operator).Append(' ');
                Write(text, binary.Right);
                text.Append(')');
                break;
            case ConversionExpression conversion:
                Join(text, $"{(conversion.IsChecked ? "checked" : "")}({conversion.Type.Name})(", [conversion.Operand], ")");
                break;
            case ConditionalExpression conditional:
                Join(text, "if(", [conditional.Condition, conditional.WhenTrue, conditional.WhenFalse], ")");
                break;
            case CoalesceExpression coalesce:
                Join(text, "coalesce(", [coalesce.Value, coalesce.WhenNull], ")");
                break;
            case NullConditionalExpression access:
                Join(text, "notnull(", [access.Target, access.WhenNotNull], ")");
                break;
            case NullConditionalTarget:
                text.Append('?');
                break;
            case IsNullExpression isNull:
                Join(text, isNull.IsNegated ? "isnotnull(" : "isnull(", [isNull.Operand], ")");
                break;
            case CallExpression call:
                WriteCall(text, call);
                break;
            case NewExpression creation:
                WriteNew(text, creation);
                break;
            case DefaultExpression value:
                text.Append("default(").Append(value.Type.Name).Append(')');
                break;
            case GroupKeyExpression:
                text.Append("key");
                break;
            case WindowBoundExpression bound:
                text.Append(bound.IsEnd ? "window.End" : "window.Start");
                break;
            case AggregateExpression aggregate:
                text.Append('#').Append(aggregate.Index);
                break;
            default:
                throw new InvalidOperationException($"No text for {expression.GetType().Name}.");
        }
    }

    private static void WriteCall(StringBuilder text, CallExpression call)
    {
        if (call.Receiver is not null)
        {
            Write(text, call.Receiver);
            text.Append('.');
        }

        Join(text, call.Method + "(", call.Arguments, ")");
    }

    private static void WriteNew(StringBuilder text, NewExpression creation)
    {
        Join(text, creation.Kind == NewKind.Constructor ? $"new {creation.Type.Name}(" : "(", creation.Arguments, ")");
        foreach (MemberInitializer initializer in creation.Initializers)
        {
            text.Append('{').Append(initializer.Member).Append('=');
            Write(text, initializer.Value);
            text.Append('}');
        }
    }

    private static void Join(StringBuilder text, string head, IReadOnlyList<Expression> parts, string end)
    {
        text.Append(head);
        for (int i = 0; i < parts.Count; i++)
        {
            text.Append(i == 0 ? "" : ", ");
            Write(text, parts[i]);
        }

        text.Append(end);
    }
}
