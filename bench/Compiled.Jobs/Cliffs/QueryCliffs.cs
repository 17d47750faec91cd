namespace Compiled.Jobs.Cliffs;

public readonly record struct KindTotal(int Kind, long Count, double Sum);

/// <summary>1 query over one input.</summary>
[Pipeline]
public static partial class Queries1
{
    [Query(OutputMode.Update)]
    static IStream<NoteTotal> Q0([Json] IStream<Note> notes) => notes.Where(n => n.Kind != 0).GroupBy(n => n.City).Select(g => new NoteTotal(g.Key, g.Count(), g.Sum(n => n.Amount)));
}

/// <summary>2 queries over one input.</summary>
[Pipeline]
public static partial class Queries2
{
    [Query(OutputMode.Update)]
    static IStream<NoteTotal> Q0([Json] IStream<Note> notes) => notes.Where(n => n.Kind != 0).GroupBy(n => n.City).Select(g => new NoteTotal(g.Key, g.Count(), g.Sum(n => n.Amount)));

    [Query(OutputMode.Update)]
    static IStream<KindTotal> Q1([Json] IStream<Note> notes) => notes.Where(n => n.Kind != 1).GroupBy(n => n.Kind).Select(g => new KindTotal(g.Key, g.Count(), g.Sum(n => n.Amount)));
}

/// <summary>5 queries over one input.</summary>
[Pipeline]
public static partial class Queries5
{
    [Query(OutputMode.Update)]
    static IStream<NoteTotal> Q0([Json] IStream<Note> notes) => notes.Where(n => n.Kind != 0).GroupBy(n => n.City).Select(g => new NoteTotal(g.Key, g.Count(), g.Sum(n => n.Amount)));

    [Query(OutputMode.Update)]
    static IStream<KindTotal> Q1([Json] IStream<Note> notes) => notes.Where(n => n.Kind != 1).GroupBy(n => n.Kind).Select(g => new KindTotal(g.Key, g.Count(), g.Sum(n => n.Amount)));

    [Query(OutputMode.Update)]
    static IStream<NoteTotal> Q2([Json] IStream<Note> notes) => notes.Where(n => n.Kind != 2).GroupBy(n => n.City).Select(g => new NoteTotal(g.Key, g.Count(), g.Sum(n => n.Amount)));

    [Query(OutputMode.Update)]
    static IStream<KindTotal> Q3([Json] IStream<Note> notes) => notes.Where(n => n.Kind != 3).GroupBy(n => n.Kind).Select(g => new KindTotal(g.Key, g.Count(), g.Sum(n => n.Amount)));

    [Query(OutputMode.Update)]
    static IStream<NoteTotal> Q4([Json] IStream<Note> notes) => notes.Where(n => n.Kind != 4).GroupBy(n => n.City).Select(g => new NoteTotal(g.Key, g.Count(), g.Sum(n => n.Amount)));
}

/// <summary>10 queries over one input.</summary>
[Pipeline]
public static partial class Queries10
{
    [Query(OutputMode.Update)]
    static IStream<NoteTotal> Q0([Json] IStream<Note> notes) => notes.Where(n => n.Kind != 0).GroupBy(n => n.City).Select(g => new NoteTotal(g.Key, g.Count(), g.Sum(n => n.Amount)));

    [Query(OutputMode.Update)]
    static IStream<KindTotal> Q1([Json] IStream<Note> notes) => notes.Where(n => n.Kind != 1).GroupBy(n => n.Kind).Select(g => new KindTotal(g.Key, g.Count(), g.Sum(n => n.Amount)));

    [Query(OutputMode.Update)]
    static IStream<NoteTotal> Q2([Json] IStream<Note> notes) => notes.Where(n => n.Kind != 2).GroupBy(n => n.City).Select(g => new NoteTotal(g.Key, g.Count(), g.Sum(n => n.Amount)));

    [Query(OutputMode.Update)]
    static IStream<KindTotal> Q3([Json] IStream<Note> notes) => notes.Where(n => n.Kind != 3).GroupBy(n => n.Kind).Select(g => new KindTotal(g.Key, g.Count(), g.Sum(n => n.Amount)));

    [Query(OutputMode.Update)]
    static IStream<NoteTotal> Q4([Json] IStream<Note> notes) => notes.Where(n => n.Kind != 4).GroupBy(n => n.City).Select(g => new NoteTotal(g.Key, g.Count(), g.Sum(n => n.Amount)));

    [Query(OutputMode.Update)]
    static IStream<KindTotal> Q5([Json] IStream<Note> notes) => notes.Where(n => n.Kind != 5).GroupBy(n => n.Kind).Select(g => new KindTotal(g.Key, g.Count(), g.Sum(n => n.Amount)));

    [Query(OutputMode.Update)]
    static IStream<NoteTotal> Q6([Json] IStream<Note> notes) => notes.Where(n => n.Kind != 6).GroupBy(n => n.City).Select(g => new NoteTotal(g.Key, g.Count(), g.Sum(n => n.Amount)));

    [Query(OutputMode.Update)]
    static IStream<KindTotal> Q7([Json] IStream<Note> notes) => notes.Where(n => n.Kind != 7).GroupBy(n => n.Kind).Select(g => new KindTotal(g.Key, g.Count(), g.Sum(n => n.Amount)));

    [Query(OutputMode.Update)]
    static IStream<NoteTotal> Q8([Json] IStream<Note> notes) => notes.Where(n => n.Kind != 8).GroupBy(n => n.City).Select(g => new NoteTotal(g.Key, g.Count(), g.Sum(n => n.Amount)));

    [Query(OutputMode.Update)]
    static IStream<KindTotal> Q9([Json] IStream<Note> notes) => notes.Where(n => n.Kind != 9).GroupBy(n => n.Kind).Select(g => new KindTotal(g.Key, g.Count(), g.Sum(n => n.Amount)));
}

/// <summary>20 queries over one input.</summary>
[Pipeline]
public static partial class Queries20
{
    [Query(OutputMode.Update)]
    static IStream<NoteTotal> Q0([Json] IStream<Note> notes) => notes.Where(n => n.Kind != 0).GroupBy(n => n.City).Select(g => new NoteTotal(g.Key, g.Count(), g.Sum(n => n.Amount)));

    [Query(OutputMode.Update)]
    static IStream<KindTotal> Q1([Json] IStream<Note> notes) => notes.Where(n => n.Kind != 1).GroupBy(n => n.Kind).Select(g => new KindTotal(g.Key, g.Count(), g.Sum(n => n.Amount)));

    [Query(OutputMode.Update)]
    static IStream<NoteTotal> Q2([Json] IStream<Note> notes) => notes.Where(n => n.Kind != 2).GroupBy(n => n.City).Select(g => new NoteTotal(g.Key, g.Count(), g.Sum(n => n.Amount)));

    [Query(OutputMode.Update)]
    static IStream<KindTotal> Q3([Json] IStream<Note> notes) => notes.Where(n => n.Kind != 3).GroupBy(n => n.Kind).Select(g => new KindTotal(g.Key, g.Count(), g.Sum(n => n.Amount)));

    [Query(OutputMode.Update)]
    static IStream<NoteTotal> Q4([Json] IStream<Note> notes) => notes.Where(n => n.Kind != 4).GroupBy(n => n.City).Select(g => new NoteTotal(g.Key, g.Count(), g.Sum(n => n.Amount)));

    [Query(OutputMode.Update)]
    static IStream<KindTotal> Q5([Json] IStream<Note> notes) => notes.Where(n => n.Kind != 5).GroupBy(n => n.Kind).Select(g => new KindTotal(g.Key, g.Count(), g.Sum(n => n.Amount)));

    [Query(OutputMode.Update)]
    static IStream<NoteTotal> Q6([Json] IStream<Note> notes) => notes.Where(n => n.Kind != 6).GroupBy(n => n.City).Select(g => new NoteTotal(g.Key, g.Count(), g.Sum(n => n.Amount)));

    [Query(OutputMode.Update)]
    static IStream<KindTotal> Q7([Json] IStream<Note> notes) => notes.Where(n => n.Kind != 7).GroupBy(n => n.Kind).Select(g => new KindTotal(g.Key, g.Count(), g.Sum(n => n.Amount)));

    [Query(OutputMode.Update)]
    static IStream<NoteTotal> Q8([Json] IStream<Note> notes) => notes.Where(n => n.Kind != 8).GroupBy(n => n.City).Select(g => new NoteTotal(g.Key, g.Count(), g.Sum(n => n.Amount)));

    [Query(OutputMode.Update)]
    static IStream<KindTotal> Q9([Json] IStream<Note> notes) => notes.Where(n => n.Kind != 9).GroupBy(n => n.Kind).Select(g => new KindTotal(g.Key, g.Count(), g.Sum(n => n.Amount)));

    [Query(OutputMode.Update)]
    static IStream<NoteTotal> Q10([Json] IStream<Note> notes) => notes.Where(n => n.Kind != 10).GroupBy(n => n.City).Select(g => new NoteTotal(g.Key, g.Count(), g.Sum(n => n.Amount)));

    [Query(OutputMode.Update)]
    static IStream<KindTotal> Q11([Json] IStream<Note> notes) => notes.Where(n => n.Kind != 11).GroupBy(n => n.Kind).Select(g => new KindTotal(g.Key, g.Count(), g.Sum(n => n.Amount)));

    [Query(OutputMode.Update)]
    static IStream<NoteTotal> Q12([Json] IStream<Note> notes) => notes.Where(n => n.Kind != 12).GroupBy(n => n.City).Select(g => new NoteTotal(g.Key, g.Count(), g.Sum(n => n.Amount)));

    [Query(OutputMode.Update)]
    static IStream<KindTotal> Q13([Json] IStream<Note> notes) => notes.Where(n => n.Kind != 13).GroupBy(n => n.Kind).Select(g => new KindTotal(g.Key, g.Count(), g.Sum(n => n.Amount)));

    [Query(OutputMode.Update)]
    static IStream<NoteTotal> Q14([Json] IStream<Note> notes) => notes.Where(n => n.Kind != 14).GroupBy(n => n.City).Select(g => new NoteTotal(g.Key, g.Count(), g.Sum(n => n.Amount)));

    [Query(OutputMode.Update)]
    static IStream<KindTotal> Q15([Json] IStream<Note> notes) => notes.Where(n => n.Kind != 15).GroupBy(n => n.Kind).Select(g => new KindTotal(g.Key, g.Count(), g.Sum(n => n.Amount)));

    [Query(OutputMode.Update)]
    static IStream<NoteTotal> Q16([Json] IStream<Note> notes) => notes.Where(n => n.Kind != 16).GroupBy(n => n.City).Select(g => new NoteTotal(g.Key, g.Count(), g.Sum(n => n.Amount)));

    [Query(OutputMode.Update)]
    static IStream<KindTotal> Q17([Json] IStream<Note> notes) => notes.Where(n => n.Kind != 17).GroupBy(n => n.Kind).Select(g => new KindTotal(g.Key, g.Count(), g.Sum(n => n.Amount)));

    [Query(OutputMode.Update)]
    static IStream<NoteTotal> Q18([Json] IStream<Note> notes) => notes.Where(n => n.Kind != 18).GroupBy(n => n.City).Select(g => new NoteTotal(g.Key, g.Count(), g.Sum(n => n.Amount)));

    [Query(OutputMode.Update)]
    static IStream<KindTotal> Q19([Json] IStream<Note> notes) => notes.Where(n => n.Kind != 19).GroupBy(n => n.Kind).Select(g => new KindTotal(g.Key, g.Count(), g.Sum(n => n.Amount)));
}

/// <summary>Number of queries over one scan. A query more may cost as much as the first and its scan together, and should cost far less: the ratio is to the time of as many jobs.</summary>
internal static class QueryCliffs
{
    private const string Topic = "queries over one scan";

    public static IEnumerable<CliffCase> All()
    {
        yield return new CliffCase(Topic, "1", null, () => Rows(1), source => RunAsync((notes, kinds) => Queries1.Read(notes: source).Write(q0: notes)));
        yield return new CliffCase(Topic, "2", "1", () => Rows(2), source => RunAsync((notes, kinds) => Queries2.Read(notes: source).Write(q0: notes, q1: kinds))) { Work = 2 };
        yield return new CliffCase(Topic, "5", "1", () => Rows(5), source => RunAsync((notes, kinds) => Queries5.Read(notes: source).Write(q0: notes, q1: kinds, q2: notes, q3: kinds, q4: notes))) { Work = 5 };
        yield return new CliffCase(Topic, "10", "1", () => Rows(10), source => RunAsync((notes, kinds) => Queries10.Read(notes: source).Write(q0: notes, q1: kinds, q2: notes, q3: kinds, q4: notes, q5: kinds, q6: notes, q7: kinds, q8: notes, q9: kinds))) { Work = 10 };
        yield return new CliffCase(Topic, "20", "1", () => Rows(20), source => RunAsync((notes, kinds) => Queries20.Read(notes: source).Write(q0: notes, q1: kinds, q2: notes, q3: kinds, q4: notes, q5: kinds, q6: notes, q7: kinds, q8: notes, q9: kinds, q10: notes, q11: kinds, q12: notes, q13: kinds, q14: notes, q15: kinds, q16: notes, q17: kinds, q18: notes, q19: kinds))) { Work = 20 };
    }

    private static CliffInput Rows(int queries)
    {
        long count = 0;
        double sum = 0;
        CliffInput lines = CliffText.Lines(row =>
        {
            int kind = row.Number % 17;
            int seen = kind < queries ? queries - 1 : queries;
            count += seen;
            sum += seen * row.Amount;
            return FormattableString.Invariant(
                $"{{\"Id\":{row.Number},\"City\":\"{row.City}\",\"Time\":{row.Time},\"Amount\":{row.Amount},\"Flag\":true,\"Kind\":{kind},\"Text\":\"one word\",\"Code\":\"C{row.Number % 9973}\"}}");
        });
        return lines with { Answer = new CliffAnswer(count, sum) };
    }

    private static async Task<CliffAnswer> RunAsync(Func<Sinks.StreamSink<NoteTotal>, Sinks.StreamSink<KindTotal>, JobBuilder> bind)
    {
        long count = 0;
        double sum = 0;
        await bind(Sink.ForEachBatch<NoteTotal>((groups, _) =>
        {
            foreach (NoteTotal group in groups)
            {
                count += group.Count;
                sum += group.Sum;
            }
        }), Sink.ForEachBatch<KindTotal>((groups, _) =>
        {
            foreach (KindTotal group in groups)
            {
                count += group.Count;
                sum += group.Sum;
            }
        })).Trigger(Trigger.AvailableNow).RunAsync();
        return new CliffAnswer(count, sum);
    }
}
