namespace Compiled.Queries.Tests.Interpreting;

/// <summary>A tuple or an anonymous object: values by name, equal by values.</summary>
internal sealed record StructuralRow(string[] Names, object?[] Values)
{
    public object? this[string name]
    {
        get
        {
            int index = Array.IndexOf(Names, name);
            return index >= 0 ? Values[index] : Values[int.Parse(name.AsSpan("Item".Length)) - 1];
        }
    }

    public bool Equals(StructuralRow? other) => other is not null && Values.SequenceEqual(other.Values);

    public override int GetHashCode()
    {
        var hash = new HashCode();
        foreach (object? value in Values)
        {
            hash.Add(value);
        }

        return hash.ToHashCode();
    }
}
