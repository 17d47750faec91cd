using Compiled.Generator.Optimize;
using Compiled.Generator.Plan;

namespace Compiled.Generator.Emit;

/// <summary>Predicates of one lane width, which become a struct with a scalar form and one for each vector width.</summary>
/// <param name="Name">Name of the struct.</param>
/// <param name="Predicates">All must hold.</param>
/// <param name="Text">The user's words.</param>
public sealed record VectorFilter(string Name, IReadOnlyList<Expression> Predicates, string Text)
{
    /// <summary>The leading filters of a path.</summary>
    public static VectorFilter Of(PhysicalQuery query, ScanPath path)
    {
        IReadOnlyList<FilterStep> filters = VectorSteps.Filters(path);
        return new VectorFilter($"{query.Name}Filter{path.Number}", [.. filters.Select(f => f.Predicate)], string.Join(" and ", filters.Select(f => f.Text)));
    }

    /// <summary>The columns and parameters that the struct is made of.</summary>
    public IReadOnlyList<Expression> Inputs => VectorCode.Inputs(Predicates);
}
