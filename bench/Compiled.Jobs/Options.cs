using System.Globalization;

namespace Compiled.Jobs;

/// <summary>The command line.</summary>
internal sealed class Options
{
    private const string Usage =
        """
        Compiled.Jobs [options]: runs the side-by-side jobs and checks every answer.
          --job NAME[,NAME]   invoices, trades, ysb, keys, words, narrow, wide, projection (= narrow and wide); all unless said otherwise
          --rows N            rows of the input; the size of the workload's definition unless said otherwise
          --runs N            counted runs of each contender, interleaved (7)
          --warmups N         least number of runs before the counted ones (2); more until the JIT has compiled all, for some seconds at most
          --workers N         workers of the compiled pipelines (1)
          --only TEXT[,TEXT]  contenders whose name contains one of the texts, or is =TEXT
          --data FOLDER       where inputs and the C++ programs are kept (a folder of the system's temporary folder)
          --no-limit          leave the C++ programs out
          --own-inputs        inputs of this program's own generator even if the workloads' generator is there
          --markdown          tables as markdown
        """;

    public HashSet<string> Jobs { get; } = [];

    public List<string> Only { get; } = [];

    public int? Rows { get; private set; }

    public int Runs { get; private set; } = 7;

    public int Warmups { get; private set; } = 2;

    public int Workers { get; private set; } = 1;

    public string Data { get; private set; } = Environment.GetEnvironmentVariable("COMPILED_BENCH_DATA") ?? Path.Combine(Path.GetTempPath(), "compiled-bench");

    public bool Markdown { get; private set; }

    public bool NoLimit { get; private set; }

    public bool OwnInputs { get; private set; }

    public bool Wants(Job job) => Jobs.Count == 0 || Jobs.Contains(job.Name);

    public bool Wants(IContender contender) => Only.Count == 0 || Only.Exists(text => text.StartsWith('=') ? contender.Name == text[1..] : contender.Name.Contains(text, StringComparison.OrdinalIgnoreCase));

    /// <summary>Reads the arguments; null, and the usage on <paramref name="error"/>, if one is wrong.</summary>
    public static Options? Parse(string[] args, TextWriter error)
    {
        var options = new Options();
        for (int i = 0; i < args.Length; i++)
        {
            if (options.SetFlag(args[i]))
            {
                continue;
            }

            string? value = i + 1 < args.Length ? args[i + 1] : null;
            if (value is not null && options.Set(args[i], value))
            {
                i++;
            }
            else
            {
                error.WriteLine($"Not understood: {args[i]} {value}");
                error.WriteLine(Usage);
                return null;
            }
        }

        return options;
    }

    private bool SetFlag(string name)
    {
        switch (name)
        {
            case "--markdown":
                return Markdown = true;
            case "--no-limit":
                return NoLimit = true;
            case "--own-inputs":
                return OwnInputs = true;
            default:
                return false;
        }
    }

    private bool Set(string name, string value)
    {
        switch (name)
        {
            case "--job":
                foreach (string job in value.Split(','))
                {
                    Jobs.UnionWith(job == "projection" ? ["narrow", "wide"] : [job]);
                }

                return Jobs.All(job => JobCatalogue.All.Any(known => known.Name == job));
            case "--only":
                Only.AddRange(value.Split(','));
                return true;
            case "--data":
                Data = Path.GetFullPath(value);
                return true;
            case "--rows":
                Rows = Number(value);
                return Rows is > 0;
            case "--runs":
                Runs = Number(value) ?? 0;
                return Runs > 0;
            case "--warmups":
                Warmups = Number(value) ?? -1;
                return Warmups >= 0;
            case "--workers":
                Workers = Number(value) ?? 0;
                return Workers > 0;
            default:
                return false;
        }
    }

    private static int? Number(string text) => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int number) ? number : null;
}
