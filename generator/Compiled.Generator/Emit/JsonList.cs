namespace Compiled.Generator.Emit;

/// <summary>A list: the columns of its elements, which are records or values.</summary>
/// <param name="Name">The identifiers that lead to it: part of method names.</param>
/// <param name="Identifier">Its own identifier, in the columns of <paramref name="Outer"/>.</param>
/// <param name="Outer">Where its Start and Count columns are.</param>
/// <param name="Place">Where its elements' columns are.</param>
internal sealed record JsonList(string Name, string Identifier, JsonPlace Outer, JsonPlace Place)
{
    public bool HasValues { get; set; }

    public JsonObject? Record { get; set; }

    /// <summary>The value of an element, if elements are values and needed.</summary>
    public JsonValue? Value { get; set; }

    /// <summary>Name of the local that remembers how many elements there were.</summary>
    public string Before => "before" + Name;

    public int Slots => Record?.Slots ?? 1;
}
