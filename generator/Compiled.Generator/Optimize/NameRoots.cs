namespace Compiled.Generator.Optimize;

/// <summary>
/// Names from which those of an input's or query's own generated members are made (<c>Totals</c> in <c>TotalsKey</c>, <c>_totalsPort</c>), so that no two members get one name:
/// a root that would lead to one that is taken gets an underscore.
/// </summary>
public sealed class NameRoots
{
    // Members of the generated worker that belong to no input and no query, without their leading underscore.
    private static readonly string[] s_worker = ["program", "watermarks", "arena", "scratch", "rowText", "batchRows", "parts", "innerParts1", "innerParts2", "innerParts3"];

    // What is appended to a root, but for numbers.
    private static readonly HashSet<string> s_suffixes =
    [
        "Port", "Selected", "Keys", "Key", "Windows", "Window", "Groups", "Late", "List", "Decoder", "Rows", "RowsIn", "Columns", "Aggregates", "Operations", "Codec", "Value", "Filter",
        "CountDistinct",
    ];

    private static readonly char[] s_digits = [.. "0123456789"];

    private readonly List<string> _taken = [.. s_worker];

    /// <summary>The root for what is named <paramref name="name"/>.</summary>
    public string Of(string name)
    {
        string root = name;
        while (_taken.Any(t => Meet(t, Camel(root))))
        {
            root += "_";
        }

        _taken.Add(Camel(root));
        return root;
    }

    private static bool Meet(string first, string second) =>
        first == second || (first.Length < second.Length ? Extends(first, second) : Extends(second, first));

    private static bool Extends(string root, string name) =>
        name.StartsWith(root, StringComparison.Ordinal) && s_suffixes.Contains(name.Substring(root.Length).Replace("_HasValue", string.Empty).TrimEnd(s_digits));

    private static string Camel(string name) => char.ToLowerInvariant(name[0]) + name.Substring(1);
}
