namespace Compiled.Generator.Optimize;

/// <summary>Gives out unique, meaningful names within one method.</summary>
public sealed class NameTable
{
    // What generated loops declare themselves, and C#'s keywords that a camel-cased member could become.
    private static readonly string[] s_reserved =
    [
        "c", "row", "rows", "count", "staged", "late", "port", "key", "window", "group", "groups", "state", "aggregates", "watermark", "frame", "list",
        "abstract", "as", "base", "bool", "break", "byte", "case", "catch", "char", "checked", "class", "const", "continue", "decimal", "default", "delegate", "do", "double", "else",
        "enum", "event", "explicit", "extern", "false", "finally", "fixed", "float", "for", "foreach", "goto", "if", "implicit", "in", "int", "interface", "internal", "is", "lock",
        "long", "namespace", "new", "null", "object", "operator", "out", "override", "params", "private", "protected", "public", "readonly", "ref", "return", "sbyte", "sealed",
        "short", "sizeof", "stackalloc", "static", "string", "struct", "switch", "this", "throw", "true", "try", "typeof", "uint", "ulong", "unchecked", "unsafe", "ushort",
        "using", "virtual", "void", "volatile", "while",
    ];

    // What generated locals of columns begin with.
    private static readonly string[] s_prefixes = ["c_", "computed", "staged", "maxTime"];

    private readonly HashSet<string> _used = new(s_reserved, StringComparer.Ordinal);

    /// <summary>A name like <paramref name="wish"/>, in camel case, not given out before.</summary>
    public string Local(string wish)
    {
        string name = new(wish.Where(ch => char.IsLetterOrDigit(ch) || ch == '_').ToArray());
        name = name.Length == 0 || char.IsDigit(name[0]) ? "value" : char.ToLowerInvariant(name[0]) + name.Substring(1);
        name = s_prefixes.Any(p => name.StartsWith(p, StringComparison.Ordinal)) ? "value_" + name : name;
        string unique = name;
        for (int i = 2; !_used.Add(unique); i++)
        {
            unique = name + i;
        }

        return unique;
    }
}
