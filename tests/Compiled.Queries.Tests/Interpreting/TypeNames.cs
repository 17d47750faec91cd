namespace Compiled.Queries.Tests.Interpreting;

/// <summary>Types by the names that plans use: keywords, global:: names, type arguments, ? for null.</summary>
internal sealed class TypeNames
{
    private static readonly Dictionary<string, Type> Keywords = new()
    {
        ["bool"] = typeof(bool), ["sbyte"] = typeof(sbyte), ["byte"] = typeof(byte), ["short"] = typeof(short), ["ushort"] = typeof(ushort), ["int"] = typeof(int),
        ["uint"] = typeof(uint), ["long"] = typeof(long), ["ulong"] = typeof(ulong), ["float"] = typeof(float), ["double"] = typeof(double), ["decimal"] = typeof(decimal),
        ["char"] = typeof(char), ["string"] = typeof(string), ["object"] = typeof(object),
    };

    private readonly string _text;
    private int _position;

    private TypeNames(string text) => _text = text;

    public static Type Resolve(string name)
    {
        var names = new TypeNames(name);
        Type type = names.Read();
        return names._position == name.Length ? type : throw new InvalidOperationException($"'{name}' is no name of a type.");
    }

    private Type Read()
    {
        int start = _position;
        while (_position < _text.Length && (char.IsLetterOrDigit(_text[_position]) || _text[_position] is '_' or '.' or ':' or '@'))
        {
            _position++;
        }

        string name = _text[start.._position].Replace("global::", "").Replace("@", "");
        Type type = Take('<') ? ReadGeneric(name) : Keywords.TryGetValue(name, out Type? keyword) ? keyword : Find(name);
        if (Take('?') && type.IsValueType)
        {
            type = typeof(Nullable<>).MakeGenericType(type);
        }

        return type;
    }

    private Type ReadGeneric(string name)
    {
        List<Type> arguments = [];
        do
        {
            Take(' ');
            arguments.Add(Read());
        }
        while (Take(','));
        return Take('>') ? Find($"{name}`{arguments.Count}").MakeGenericType([.. arguments]) : throw new InvalidOperationException($"'{_text}' lacks a '>'.");
    }

    private bool Take(char expected)
    {
        bool found = _position < _text.Length && _text[_position] == expected;
        _position += found ? 1 : 0;
        return found;
    }

    private static Type Find(string name)
    {
        // Nested types are written with dots: try the last dots as nesting one after the other.
        for (string candidate = name; ;)
        {
            Type? found = AppDomain.CurrentDomain.GetAssemblies().Select(a => a.GetType(candidate)).FirstOrDefault(t => t is not null);
            int dot = candidate.LastIndexOf('.');
            if (found is not null || dot < 0)
            {
                return found ?? throw new InvalidOperationException($"No type '{name}'.");
            }

            candidate = candidate[..dot] + "+" + candidate[(dot + 1)..];
        }
    }
}
