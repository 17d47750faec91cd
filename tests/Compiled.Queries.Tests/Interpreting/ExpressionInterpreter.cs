using System.Reflection;
using Compiled.Generator.Plan;

namespace Compiled.Queries.Tests.Interpreting;

/// <summary>Computes expressions of a plan over row objects, as plainly as can be.</summary>
internal sealed class ExpressionInterpreter(IReadOnlyDictionary<string, object?> parameters)
{
    private readonly Dictionary<CallExpression, MethodBase> _methods = new(ReferenceEqualityComparer.Instance);

    public object? Value(Lambda lambda, params object?[] arguments) => Value(lambda.Body, new RowScope { Arguments = arguments });

    public object? Value(Expression expression, RowScope scope) => expression switch
    {
        ConstantExpression constant => Constants.Value(constant),
        ParameterExpression parameter => scope.Arguments[parameter.Index],
        PipelineParameterExpression parameter => parameters[parameter.Name],
        MemberExpression member => Members.Get(Value(member.Target, scope), member.Member),
        StaticMemberExpression member => StaticMember(member.Name),
        UnaryExpression unary => Operations.Unary(unary.Operator, Value(unary.Operand, scope), unary.IsChecked),
        BinaryExpression { Operator: "&&" } both => (bool)Value(both.Left, scope)! && (bool)Value(both.Right, scope)!,
        BinaryExpression { Operator: "||" } either => (bool)Value(either.Left, scope)! || (bool)Value(either.Right, scope)!,
        BinaryExpression binary => Operations.Binary(binary.Operator, Value(binary.Left, scope), Value(binary.Right, scope), binary.IsLifted, binary.IsChecked),
        ConversionExpression conversion => Operations.Convert(Value(conversion.Operand, scope), conversion.Type.Name, conversion.IsChecked),
        ConditionalExpression conditional => Value((bool)Value(conditional.Condition, scope)! ? conditional.WhenTrue : conditional.WhenFalse, scope),
        CoalesceExpression coalesce => Value(coalesce.Value, scope) ?? Value(coalesce.WhenNull, scope),
        NullConditionalExpression access => NullConditional(access, scope),
        NullConditionalTarget => scope.Target,
        IsNullExpression isNull => Value(isNull.Operand, scope) is null != isNull.IsNegated,
        CallExpression call => Call(call, scope),
        NewExpression creation => Create(creation, scope),
        DefaultExpression value => Default(value.Type),
        GroupKeyExpression => scope.Key,
        WindowBoundExpression bound => bound.IsEnd ? scope.WindowEnd : scope.WindowStart,
        AggregateExpression aggregate => scope.Aggregates[aggregate.Index],
        _ => throw new InvalidOperationException($"The interpreter does not know {expression.GetType().Name}."),
    };

    private object? NullConditional(NullConditionalExpression access, RowScope scope)
    {
        if (Value(access.Target, scope) is not { } target)
        {
            return null;
        }

        object? before = scope.Target;
        scope.Target = target;
        object? value = Value(access.WhenNotNull, scope);
        scope.Target = before;
        return value;
    }

    private object? Call(CallExpression call, RowScope scope)
    {
        object? receiver = call.Receiver is null ? null : Value(call.Receiver, scope);
        object?[] arguments = [.. call.Arguments.Select(a => Value(a, scope))];
        if (!_methods.TryGetValue(call, out MethodBase? method))
        {
            _methods.Add(call, method = Find(call, receiver));
        }

        return method.Invoke(receiver, BindingFlags.DoNotWrapExceptions, null, arguments, null);
    }

    private static MethodInfo Find(CallExpression call, object? receiver)
    {
        int typeArguments = call.Method.IndexOf('<');
        string path = typeArguments < 0 ? call.Method : call.Method[..typeArguments];
        int dot = path.LastIndexOf('.');
        Type type = call.Receiver is null ? TypeNames.Resolve(path[..dot]) : receiver!.GetType();
        Type[] arguments = [.. call.Arguments.Select(a => TypeNames.Resolve(a.Type.Name))];
        const BindingFlags Any = BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Static | BindingFlags.Instance;
        if (typeArguments < 0)
        {
            return type.GetMethod(path[(dot + 1)..], Any, arguments) ?? throw new InvalidOperationException($"{type} has no {call.Method}({string.Join(", ", arguments.Select(a => a.Name))}).");
        }

        Type[] generic = TypeNames.Resolve("global::System.ValueTuple" + call.Method[typeArguments..]).GetGenericArguments();
        return type.GetMethods(Any)
            .Where(m => m.Name == path[(dot + 1)..] && m.IsGenericMethodDefinition && m.GetGenericArguments().Length == generic.Length)
            .Select(m => m.MakeGenericMethod(generic))
            .Single(m => m.GetParameters().Select(p => p.ParameterType).SequenceEqual(arguments));
    }

    private object? Create(NewExpression creation, RowScope scope)
    {
        object?[] arguments = [.. creation.Arguments.Select(a => Value(a, scope))];
        if (creation.Kind != NewKind.Constructor)
        {
            return new StructuralRow([.. creation.Members], arguments);
        }

        Type type = TypeNames.Resolve(creation.Type.Name);
        Type[] types = [.. creation.Arguments.Select(a => TypeNames.Resolve(a.Type.Name))];
        ConstructorInfo? constructor = type.GetConstructor(types);
        object made = constructor is null && types.Length == 0 ? Activator.CreateInstance(type)! : constructor!.Invoke(arguments);
        foreach (MemberInitializer initializer in creation.Initializers)
        {
            Members.Set(made, initializer.Member, Value(initializer.Value, scope));
        }

        return made;
    }

    private static object? Default(TypeRef type) => type.IsNullable || !type.IsValueType ? null : Activator.CreateInstance(TypeNames.Resolve(type.Name));

    private static object? StaticMember(string name)
    {
        int dot = name.LastIndexOf('.');
        Type type = TypeNames.Resolve(name[..dot]);
        const BindingFlags Any = BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Static;
        return type.GetProperty(name[(dot + 1)..], Any) is { } property ? property.GetValue(null) : type.GetField(name[(dot + 1)..], Any)!.GetValue(null);
    }
}
