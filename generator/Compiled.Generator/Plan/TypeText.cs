namespace Compiled.Generator.Plan;

/// <summary>Type names as a person writes them.</summary>
internal static class TypeText
{
    private static readonly char[] s_ends = ['<', '>', ',', '(', ')', ' ', '?', '['];

    /// <summary>Without global:: and namespaces.</summary>
    public static string Short(string name)
    {
        int at = name.IndexOf("global::", StringComparison.Ordinal);
        while (at >= 0)
        {
            int end = name.IndexOfAny(s_ends, at);
            end = end < 0 ? name.Length : end;
            int dot = name.LastIndexOf('.', end - 1, end - at);
            int from = dot < 0 ? at + "global::".Length : dot + 1;
            name = name.Substring(0, at) + name.Substring(from);
            at = name.IndexOf("global::", at, StringComparison.Ordinal);
        }

        return name;
    }
}
