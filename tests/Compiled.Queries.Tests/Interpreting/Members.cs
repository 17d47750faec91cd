using System.Collections.Concurrent;
using System.Reflection;

namespace Compiled.Queries.Tests.Interpreting;

/// <summary>Members of row objects by name.</summary>
internal static class Members
{
    private static readonly ConcurrentDictionary<(Type, string), Func<object, object?>> Known = new();

    public static object? Get(object? target, string name) => target switch
    {
        null => throw new NullReferenceException($"'{name}' of null."),
        StructuralRow row => row[name],
        _ => Known.GetOrAdd((target.GetType(), name), Find)(target),
    };

    public static void Set(object target, string name, object? value)
    {
        if (target.GetType().GetProperty(name) is { } property)
        {
            property.SetValue(target, value);
        }
        else
        {
            target.GetType().GetField(name)!.SetValue(target, value);
        }
    }

    private static Func<object, object?> Find((Type Type, string Name) member)
    {
        const BindingFlags Any = BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic;
        if (member.Type.GetProperty(member.Name, Any) is { } property)
        {
            return property.GetValue;
        }

        return member.Type.GetField(member.Name, Any) is { } field ? field.GetValue : throw new InvalidOperationException($"{member.Type} has no '{member.Name}'.");
    }
}
