namespace Compiled.Jobs.Cliffs;

public readonly record struct Wide3(long M00, long M01, long M02);

public readonly record struct Wide16(long M00, long M01, long M02, long M03, long M04, long M05, long M06, long M07, long M08, long M09, long M10, long M11, long M12, long M13, long M14, long M15);

public readonly record struct Wide64(long M00, long M01, long M02, long M03, long M04, long M05, long M06, long M07, long M08, long M09, long M10, long M11, long M12, long M13, long M14, long M15, long M16, long M17, long M18, long M19, long M20, long M21, long M22, long M23, long M24, long M25, long M26, long M27, long M28, long M29, long M30, long M31, long M32, long M33, long M34, long M35, long M36, long M37, long M38, long M39, long M40, long M41, long M42, long M43, long M44, long M45, long M46, long M47, long M48, long M49, long M50, long M51, long M52, long M53, long M54, long M55, long M56, long M57, long M58, long M59, long M60, long M61, long M62, long M63);

public readonly record struct WideTotal(long Key, long Count, long Sum);

/// <summary>Reads 1 of the members of a <see cref="Wide3"/>.</summary>
[Pipeline]
public static partial class Wide3Reads1
{
    [Query(OutputMode.Update)]
    static IStream<WideTotal> Totals([Json] IStream<Wide3> rows) => rows.GroupBy(w => w.M00 & 7).Select(g => new WideTotal(g.Key, g.Count(), g.Sum(w => w.M00)));
}

/// <summary>Reads 3 of the members of a <see cref="Wide3"/>.</summary>
[Pipeline]
public static partial class Wide3Reads3
{
    [Query(OutputMode.Update)]
    static IStream<WideTotal> Totals([Json] IStream<Wide3> rows) => rows.GroupBy(w => w.M00 & 7).Select(g => new WideTotal(g.Key, g.Count(), g.Sum(w => w.M00 + w.M01 + w.M02)));
}

/// <summary>Reads 1 of the members of a <see cref="Wide16"/>.</summary>
[Pipeline]
public static partial class Wide16Reads1
{
    [Query(OutputMode.Update)]
    static IStream<WideTotal> Totals([Json] IStream<Wide16> rows) => rows.GroupBy(w => w.M00 & 7).Select(g => new WideTotal(g.Key, g.Count(), g.Sum(w => w.M00)));
}

/// <summary>Reads 4 of the members of a <see cref="Wide16"/>.</summary>
[Pipeline]
public static partial class Wide16Reads4
{
    [Query(OutputMode.Update)]
    static IStream<WideTotal> Totals([Json] IStream<Wide16> rows) => rows.GroupBy(w => w.M00 & 7).Select(g => new WideTotal(g.Key, g.Count(), g.Sum(w => w.M00 + w.M05 + w.M10 + w.M15)));
}

/// <summary>Reads 16 of the members of a <see cref="Wide16"/>.</summary>
[Pipeline]
public static partial class Wide16Reads16
{
    [Query(OutputMode.Update)]
    static IStream<WideTotal> Totals([Json] IStream<Wide16> rows) => rows.GroupBy(w => w.M00 & 7).Select(g => new WideTotal(g.Key, g.Count(), g.Sum(w => w.M00 + w.M01 + w.M02 + w.M03 + w.M04 + w.M05 + w.M06 + w.M07 + w.M08 + w.M09 + w.M10 + w.M11 + w.M12 + w.M13 + w.M14 + w.M15)));
}

/// <summary>Reads 1 of the members of a <see cref="Wide64"/>.</summary>
[Pipeline]
public static partial class Wide64Reads1
{
    [Query(OutputMode.Update)]
    static IStream<WideTotal> Totals([Json] IStream<Wide64> rows) => rows.GroupBy(w => w.M00 & 7).Select(g => new WideTotal(g.Key, g.Count(), g.Sum(w => w.M00)));
}

/// <summary>Reads 4 of the members of a <see cref="Wide64"/>.</summary>
[Pipeline]
public static partial class Wide64Reads4
{
    [Query(OutputMode.Update)]
    static IStream<WideTotal> Totals([Json] IStream<Wide64> rows) => rows.GroupBy(w => w.M00 & 7).Select(g => new WideTotal(g.Key, g.Count(), g.Sum(w => w.M00 + w.M20 + w.M40 + w.M63)));
}

/// <summary>Reads 16 of the members of a <see cref="Wide64"/>.</summary>
[Pipeline]
public static partial class Wide64Reads16
{
    [Query(OutputMode.Update)]
    static IStream<WideTotal> Totals([Json] IStream<Wide64> rows) => rows.GroupBy(w => w.M00 & 7).Select(g => new WideTotal(g.Key, g.Count(), g.Sum(w => w.M00 + w.M04 + w.M08 + w.M12 + w.M16 + w.M20 + w.M24 + w.M28 + w.M32 + w.M36 + w.M40 + w.M44 + w.M48 + w.M52 + w.M56 + w.M60)));
}

/// <summary>Reads 64 of the members of a <see cref="Wide64"/>.</summary>
[Pipeline]
public static partial class Wide64Reads64
{
    [Query(OutputMode.Update)]
    static IStream<WideTotal> Totals([Json] IStream<Wide64> rows) => rows.GroupBy(w => w.M00 & 7).Select(g => new WideTotal(g.Key, g.Count(), g.Sum(w => w.M00 + w.M01 + w.M02 + w.M03 + w.M04 + w.M05 + w.M06 + w.M07 + w.M08 + w.M09 + w.M10 + w.M11 + w.M12 + w.M13 + w.M14 + w.M15 + w.M16 + w.M17 + w.M18 + w.M19 + w.M20 + w.M21 + w.M22 + w.M23 + w.M24 + w.M25 + w.M26 + w.M27 + w.M28 + w.M29 + w.M30 + w.M31 + w.M32 + w.M33 + w.M34 + w.M35 + w.M36 + w.M37 + w.M38 + w.M39 + w.M40 + w.M41 + w.M42 + w.M43 + w.M44 + w.M45 + w.M46 + w.M47 + w.M48 + w.M49 + w.M50 + w.M51 + w.M52 + w.M53 + w.M54 + w.M55 + w.M56 + w.M57 + w.M58 + w.M59 + w.M60 + w.M61 + w.M62 + w.M63)));
}

/// <summary>Number of members, and how many of them are read.</summary>
internal static class MemberCliffs
{
    private const string Topic = "JSON members";

    public static IEnumerable<CliffCase> All()
    {
        yield return new CliffCase(Topic, "3, 1 read", null, () => Rows(3, [0]), source => RunAsync(sink => Wide3Reads1.Read(rows: source).Write(totals: sink))) { IsByByte = true };
        yield return new CliffCase(Topic, "3, 3 read", "3, 1 read", () => Rows(3, [0, 1, 2]), source => RunAsync(sink => Wide3Reads3.Read(rows: source).Write(totals: sink))) { IsByByte = true };
        yield return new CliffCase(Topic, "16, 1 read", "3, 1 read", () => Rows(16, [0]), source => RunAsync(sink => Wide16Reads1.Read(rows: source).Write(totals: sink))) { IsByByte = true };
        yield return new CliffCase(Topic, "16, 4 read", "16, 1 read", () => Rows(16, [0, 5, 10, 15]), source => RunAsync(sink => Wide16Reads4.Read(rows: source).Write(totals: sink))) { IsByByte = true };
        yield return new CliffCase(Topic, "16, 16 read", "16, 4 read", () => Rows(16, [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15]), source => RunAsync(sink => Wide16Reads16.Read(rows: source).Write(totals: sink))) { IsByByte = true };
        yield return new CliffCase(Topic, "64, 1 read", "16, 1 read", () => Rows(64, [0]), source => RunAsync(sink => Wide64Reads1.Read(rows: source).Write(totals: sink))) { IsByByte = true };
        yield return new CliffCase(Topic, "64, 4 read", "64, 1 read", () => Rows(64, [0, 20, 40, 63]), source => RunAsync(sink => Wide64Reads4.Read(rows: source).Write(totals: sink))) { IsByByte = true };
        yield return new CliffCase(Topic, "64, 16 read", "64, 4 read", () => Rows(64, [0, 4, 8, 12, 16, 20, 24, 28, 32, 36, 40, 44, 48, 52, 56, 60]), source => RunAsync(sink => Wide64Reads16.Read(rows: source).Write(totals: sink))) { IsByByte = true };
        yield return new CliffCase(Topic, "64, 64 read", "64, 16 read", () => Rows(64, [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 26, 27, 28, 29, 30, 31, 32, 33, 34, 35, 36, 37, 38, 39, 40, 41, 42, 43, 44, 45, 46, 47, 48, 49, 50, 51, 52, 53, 54, 55, 56, 57, 58, 59, 60, 61, 62, 63]), source => RunAsync(sink => Wide64Reads64.Read(rows: source).Write(totals: sink))) { IsByByte = true };
        yield return new CliffCase(Topic, "3, 3 read, in any order", "3, 3 read", () => Rows(3, [0, 1, 2], isShuffled: true), source => RunAsync(sink => Wide3Reads3.Read(rows: source).Write(totals: sink))) { IsByByte = true };
        yield return new CliffCase(Topic, "16, 4 read, in any order", "16, 4 read", () => Rows(16, [0, 5, 10, 15], isShuffled: true), source => RunAsync(sink => Wide16Reads4.Read(rows: source).Write(totals: sink))) { IsByByte = true };
        yield return new CliffCase(Topic, "64, 64 read, in any order", "64, 64 read", () => Rows(64, [.. Enumerable.Range(0, 64)], isShuffled: true), source => RunAsync(sink => Wide64Reads64.Read(rows: source).Write(totals: sink))) { IsByByte = true };
    }

    private static CliffInput Rows(int members, int[] read, bool isShuffled = false)
    {
        double sum = 0;
        CliffInput lines = CliffText.Lines(row =>
        {
            long[] values = new long[members];
            for (int i = 0; i < members; i++)
            {
                values[i] = row.Random.Next(1_000_000);
            }

            sum += read.Sum(member => values[member]);
            IEnumerable<string> written = values.Select((value, i) => FormattableString.Invariant($"\"M{i:D2}\":{value}"));
            return "{" + string.Join(',', isShuffled ? written.OrderBy(_ => row.Random.Next()) : written) + "}";
        });
        return lines with { Answer = new CliffAnswer(lines.Rows, sum) };
    }

    private static async Task<CliffAnswer> RunAsync(Func<Sinks.StreamSink<WideTotal>, JobBuilder> bind)
    {
        long count = 0;
        double sum = 0;
        await bind(Sink.ForEachBatch<WideTotal>((groups, _) =>
        {
            foreach (WideTotal group in groups)
            {
                count += group.Count;
                sum += group.Sum;
            }
        })).Trigger(Trigger.AvailableNow).RunAsync();
        return new CliffAnswer(count, sum);
    }
}
