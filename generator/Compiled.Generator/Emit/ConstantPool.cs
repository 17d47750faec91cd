namespace Compiled.Generator.Emit;

/// <summary>Text constants of row code, as static fields of the generated class, so that none is made at run time.</summary>
public sealed class ConstantPool
{
    private readonly Dictionary<string, string> _names = new(StringComparer.Ordinal);

    /// <summary>The field that holds <paramref name="text"/> as a Utf8String.</summary>
    public string Utf8(string text)
    {
        if (!_names.TryGetValue(text, out string? name))
        {
            string letters = new(text.Where(ch => ch < 128 && char.IsLetterOrDigit(ch)).Take(24).ToArray());
            name = $"Text{_names.Count}{(letters.Length > 0 ? "_" + letters : string.Empty)}";
            _names.Add(text, name);
        }

        return name;
    }

    public void Emit(SourceWriter writer)
    {
        foreach (KeyValuePair<string, string> constant in _names.OrderBy(c => c.Value, StringComparer.Ordinal))
        {
            writer.Line($"private static readonly Utf8String {constant.Value} = new({Literals.Utf8(constant.Key)});");
        }
    }
}
