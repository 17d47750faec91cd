using System.Reflection;
using System.Text;

namespace Compiled.Repository.Tests;

/// <summary>The public surface of an assembly as text: a type a paragraph, a member a line, in a fixed order.</summary>
internal static class PublicApi
{
    private const BindingFlags Declared = BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;

    public static string Of(Assembly assembly)
    {
        var text = new StringBuilder();
        foreach (Type type in assembly.GetExportedTypes().OrderBy(type => type.FullName, StringComparer.Ordinal))
        {
            text.Append(Head(type)).Append('\n');
            if (!typeof(Delegate).IsAssignableFrom(type))
            {
                foreach (string member in Members(type).Order(StringComparer.Ordinal))
                {
                    text.Append("    ").Append(member).Append('\n');
                }
            }

            text.Append('\n');
        }

        return text.ToString().TrimEnd('\n') + "\n";
    }

    private static string Head(Type type)
    {
        string kind = type.IsEnum ? "enum"
            : typeof(Delegate).IsAssignableFrom(type) ? "delegate"
            : type.IsInterface ? "interface"
            : type.IsValueType ? "struct"
            : type is { IsAbstract: true, IsSealed: true } ? "static class"
            : type.IsAbstract ? "abstract class"
            : type.IsSealed ? "sealed class"
            : "class";
        string name = kind == "delegate" ? Signature(type.GetMethod("Invoke")!, Names.Of(type)) : Names.Of(type);
        IEnumerable<Type> bases = (type.BaseType is { } parent && parent != typeof(object) && !type.IsValueType && kind != "delegate" ? new[] { parent } : [])
            .Concat(type.IsEnum || kind == "delegate" ? [] : type.GetInterfaces().Where(i => i.IsPublic));
        string list = string.Join(", ", bases.Select(Names.Of).Order(StringComparer.Ordinal));
        return $"{type.Namespace}: {kind} {name}{(list.Length > 0 ? " : " + list : "")}";
    }

    private static IEnumerable<string> Members(Type type)
    {
        if (type.IsEnum)
        {
            return Enum.GetNames(type).Select(name => $"{name} = {Convert.ToInt64(Enum.Parse(type, name))}");
        }

        return type.GetMembers(Declared).Select(Member).OfType<string>();
    }

    private static string? Member(MemberInfo member) => member switch
    {
        FieldInfo field when IsVisible(field.Attributes) => $"{Static(field.IsStatic)}{(field.IsInitOnly ? "readonly " : "")}{(field.IsLiteral ? "const " : "")}{Names.Of(field.FieldType)} {field.Name}",
        ConstructorInfo made when IsVisible(made.Attributes) => $"new({Parameters(made)})",
        PropertyInfo property => Property(property),
        EventInfo @event when @event.AddMethod is { } add && IsVisible(add.Attributes) => $"event {Names.Of(@event.EventHandlerType!)} {@event.Name}",
        MethodInfo method when IsVisible(method.Attributes) && (!method.IsSpecialName || method.Name.StartsWith("op_", StringComparison.Ordinal)) && method.Name[0] != '<' =>
            $"{Static(method.IsStatic)}{Virtual(method)}{Signature(method, method.Name + Names.Arguments(method.GetGenericArguments()))}",
        _ => null,
    };

    private static string? Property(PropertyInfo property)
    {
        string accessors = string.Join(" ", new[] { (Method: property.GetMethod, Name: "get;"), (Method: property.SetMethod, Name: "set;") }
            .Where(accessor => accessor.Method is not null && IsVisible(accessor.Method.Attributes))
            .Select(accessor => accessor.Name));
        MethodInfo any = property.GetMethod ?? property.SetMethod!;
        string index = property.GetIndexParameters().Length > 0 ? $"[{string.Join(", ", property.GetIndexParameters().Select(Parameter))}]" : "";
        return accessors.Length == 0 ? null : $"{Static(any.IsStatic)}{Virtual(any)}{Names.Of(property.PropertyType)} {property.Name}{index} {{ {accessors} }}";
    }

    private static string Signature(MethodInfo method, string name) => $"{Names.Of(method.ReturnType)} {name}({Parameters(method)})";

    private static string Parameters(MethodBase method) => string.Join(", ", method.GetParameters().Select(Parameter));

    private static string Parameter(ParameterInfo parameter)
    {
        string way = parameter.IsOut ? "out " : parameter.IsIn ? "in " : parameter.ParameterType.IsByRef ? "ref " : "";
        string optional = parameter.HasDefaultValue ? " = " + (parameter.RawDefaultValue ?? "null") : "";
        return $"{way}{Names.Of(parameter.ParameterType)} {parameter.Name}{optional}";
    }

    private static string Static(bool isStatic) => isStatic ? "static " : "";

    private static string Virtual(MethodInfo method) =>
        method.IsAbstract ? "abstract " : method.IsVirtual && !method.IsFinal ? method.GetBaseDefinition() == method ? "virtual " : "override " : "";

    private static bool IsVisible(FieldAttributes attributes) => (attributes & FieldAttributes.FieldAccessMask) is FieldAttributes.Public or FieldAttributes.Family or FieldAttributes.FamORAssem;

    private static bool IsVisible(MethodAttributes attributes) => (attributes & MethodAttributes.MemberAccessMask) is MethodAttributes.Public or MethodAttributes.Family or MethodAttributes.FamORAssem;

    /// <summary>C#-like names of types.</summary>
    private static class Names
    {
        public static string Of(Type type)
        {
            if (type.IsByRef || type.IsPointer || type.IsArray)
            {
                return Of(type.GetElementType()!) + (type.IsPointer ? "*" : type.IsArray ? "[]" : "");
            }

            string name = type.IsGenericParameter ? type.Name : type.Name.Split('`')[0];
            string outer = type is { IsNested: true, IsGenericParameter: false } ? Of(type.DeclaringType!) + "." : "";
            return outer + name + Arguments(type.GetGenericArguments());
        }

        public static string Arguments(Type[] arguments) => arguments.Length == 0 ? "" : $"<{string.Join(", ", arguments.Select(Of))}>";
    }
}
