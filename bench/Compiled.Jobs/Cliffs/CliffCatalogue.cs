namespace Compiled.Jobs.Cliffs;

/// <summary>Every case.</summary>
internal static class CliffCatalogue
{
    public static IEnumerable<CliffCase> All =>
        [.. JsonCliffs.All(), .. MemberCliffs.All(), .. CsvCliffs.All(), .. KeyCliffs.All(), .. WindowCliffs.All(), .. AggregateCliffs.All(), .. QueryCliffs.All()];
}
