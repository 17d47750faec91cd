using System.Globalization;
using System.Text;

namespace Compiled.Monitoring;

/// <summary>A batch as one line for people.</summary>
internal static class ProgressText
{
    public static string Line(BatchProgress progress)
    {
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"{progress.Pipeline} batch {progress.BatchId}: {Count(progress.RowsIn)} rows");
        if (progress.BytesIn > 0)
        {
            text.Append(CultureInfo.InvariantCulture, $", {Bytes(progress.BytesIn)}");
        }

        text.Append(CultureInfo.InvariantCulture, $" in, {Count(progress.RowsOut)} out, {progress.DurationMs:0.0} ms, {Count((long)progress.RowsPerSecond)} rows/s");
        AppendIfAny(text, "malformed", progress.Inputs.Sum(input => input.Malformed));
        AppendIfAny(text, "late", progress.Queries.Sum(query => query.Late));
        AppendIfAny(text, "groups", progress.Queries.Sum(query => query.StateRows));
        if (progress.Queries.Min(query => query.Watermark) is { } watermark)
        {
            text.Append(CultureInfo.InvariantCulture, $", watermark {watermark:yyyy-MM-dd HH:mm:ss}");
        }

        return text.ToString();
    }

    private static void AppendIfAny(StringBuilder text, string what, long count)
    {
        if (count > 0)
        {
            text.Append(CultureInfo.InvariantCulture, $", {Count(count)} {what}");
        }
    }

    private static string Count(long value) => value.ToString("#,0", CultureInfo.InvariantCulture).Replace(',', ' ');

    private static string Bytes(long value) => value switch
    {
        < 10_000 => string.Create(CultureInfo.InvariantCulture, $"{value} B"),
        < 10_000_000 => string.Create(CultureInfo.InvariantCulture, $"{value / 1e3:0.0} kB"),
        < 10_000_000_000 => string.Create(CultureInfo.InvariantCulture, $"{value / 1e6:0.0} MB"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{value / 1e9:0.0} GB"),
    };
}
