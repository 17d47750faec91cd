namespace Compiled.Analyzers.Tests;

/// <summary>Writes queries as nobody would: any operator after any other, in any mode. Right C#, but seldom a right query.</summary>
internal sealed class RandomQuery(int seed)
{
    private const string Row = "Trade";

    private readonly Random _random = new(seed);

    /// <summary>A file with one pipeline of one or two queries.</summary>
    public string File()
    {
        string first = Query("First", "trades", Row, out string type);
        string second = _random.Next(3) > 0 ? "" : Query("Second", "First(trades)", type, out _);
        return Examples.File(first + second);
    }

    private string Query(string name, string source, string type, out string result)
    {
        string body = source;
        result = type;
        int operators = _random.Next(1, 6);
        for (int i = 0; i < operators; i++)
        {
            body += "\n    " + Operator(ref result);
        }

        string mode = _random.Next(3) switch { 0 => "Append", 1 => "Update", _ => "Complete" };
        return $"[Query(OutputMode.{mode})]\nstatic IStream<{result}> {name}([Json] IStream<Trade> trades) => {body};\n\n";
    }

    private string Operator(ref string type)
    {
        string amount = type == "double" ? "r" : "r.Amount";
        switch (_random.Next(12))
        {
            case 0:
                return $".Where(r => {amount} > {_random.Next(100)})";
            case 1:
                string select = $".Select(r => {amount} * {_random.Next(1, 9)})";
                type = "double";
                return select;
            case 2 when type != "double":
                string project = type == "PerWindow" ? ".Select(r => r)" : ".Select(r => new Total(r.Broker, r.Amount))";
                type = type == "PerWindow" ? type : "Total";
                return project;
            case 3 when type == Row:
                return $".WithWatermark(r => r.{Pick("Time", "BookedAt")}, \"{_random.Next(1, 60)} minutes\")";
            case 3 when type == "PerWindow":
                return ".WithWatermark(r => r.Start, \"1 minute\")";
            case 4 or 5 when type is Row or "Total":
                string key = Pick("r => r.Broker", "r => (r.Broker, r.Amount > 5)", "r => new { r.Broker }");
                string group = type == Row && _random.Next(2) == 0
                    ? $".GroupBy({key}, Window.Tumbling(\"15 minutes\"){Pick("", ", r => r.Time", ", r => r.BookedAt")})"
                    : $".GroupBy({key})";
                string broker = key == "r => r.Broker" ? "g.Key" : "g.Key.Broker";
                type = "Total";
                return group + $"{Pick("", ".Where(g => g.Count() > 1)")}.Select(g => new Total({broker}, g.{Pick("Sum", "Max", "Min", "Average")}(r => r.Amount)))";
            case 6 when type == Row:
                type = "PerWindow";
                return ".GroupBy(Window.Tumbling(\"1 hour\")).Select(g => new PerWindow(g.Window.Start, g.Sum(r => r.Amount)))";
            case 7:
                return $".{Pick("OrderBy", "OrderByDescending")}(r => {amount}){Pick("", $".ThenBy(r => {amount})")}";
            case 8:
                return $".Take({_random.Next(1, 20)})";
            case 9:
                string scan = $".Scan(0.0, (sum, r) => sum + {amount})";
                type = "double";
                return scan;
            case 10 when type == Row:
                return ".Union(trades)";
            default:
                return ".Where(r => true)";
        }
    }

    private string Pick(params string[] choices) => choices[_random.Next(choices.Length)];
}
