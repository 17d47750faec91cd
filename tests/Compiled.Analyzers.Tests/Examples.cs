namespace Compiled.Analyzers.Tests;

/// <summary>The row types that the tests and the rules' pages share, and what turns a fragment into a file.</summary>
internal static class Examples
{
    private const string Head = """
        using System;
        using System.Collections.Generic;
        using System.Linq;
        using Compiled;

        """;

    private const string Types = """

        public readonly record struct Trade([property: EventTime] DateTimeOffset Time, Utf8String Broker, double Amount, int Quantity, DateTimeOffset BookedAt);
        public readonly record struct Total(Utf8String Broker, double Amount);
        public readonly record struct PerWindow(DateTimeOffset Start, double Amount);
        public readonly record struct Item(Utf8String Code, double Price);
        public readonly record struct Order(Utf8String Id, double Total, Rows<Item> Items);
        """;

    /// <summary>A fragment that declares no pipeline is put into one; type declarations at its front stay outside.</summary>
    public static string File(string fragment)
    {
        if (fragment.Contains("[Pipeline]", StringComparison.Ordinal))
        {
            return Head + fragment + Types;
        }

        int members = fragment.IndexOf("[Query", StringComparison.Ordinal);
        string outside = fragment[..Math.Max(members, 0)];
        return Head + outside + "[Pipeline]\npublic static partial class Example\n{\n" + fragment[Math.Max(members, 0)..] + "\n}\n" + Types;
    }

    /// <summary>A pipeline of one query over trades in Append mode.</summary>
    public static string Append(string body, string result = "Trade") => Query("OutputMode.Append", body, result);

    public static string Update(string body, string result = "Total") => Query("OutputMode.Update", body, result);

    public static string Complete(string body, string result = "Total") => Query("OutputMode.Complete", body, result);

    private static string Query(string mode, string body, string result) =>
        File($"[Query({mode})]\nstatic IStream<{result}> Q([Json] IStream<Trade> trades) => {body};");
}
