// Flattens a folder of nested JSON invoices into a folder of JSON lines, one file a batch, each input file exactly once.
// Arguments: input folder, output folder, checkpoint folder; all optional.
using Compiled;
using Compiled.Samples;

string input = SampleData.Find(args, "invoices");
string output = args.Length > 1 ? args[1] : "output/invoices";
string checkpoint = args.Length > 2 ? args[2] : "checkpoints/invoices";

Console.WriteLine(FlattenInvoices.Explain());
long rows = 0;
try
{
    await FlattenInvoices
        .Read(invoices: Source.Files(input, maxFilesPerTrigger: 1))
        .Write(items: Sink.JsonFiles(output))
        .Checkpoint(checkpoint)
        .Trigger(Trigger.AvailableNow)
        .OnProgress(progress =>
        {
            rows += progress.Queries[0].RowsOut;
            Console.WriteLine($"batch {progress.BatchId}: {progress.RowsIn} invoices in, {progress.RowsOut} line items out");
        })
        .RunAsync();
}
catch (PipelineException failure)
{
    Console.Error.WriteLine(failure.Message);
    return 1;
}

Console.WriteLine($"{rows} line items written to {Path.GetFullPath(output)}");
foreach (string file in Directory.EnumerateFiles(output, "*.json").Order(StringComparer.Ordinal).Take(1))
{
    Console.WriteLine($"{Path.GetFileName(file)} begins:");
    foreach (string line in File.ReadLines(file).Take(3))
    {
        Console.WriteLine("  " + line);
    }
}

return 0;
