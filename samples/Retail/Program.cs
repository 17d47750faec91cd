// Real sales, a file a day and a file a batch: days as they grow, days that are final, and the best products so far, from one scan.
// Arguments: input folder, output folder, checkpoint folder; all optional.
using Compiled;
using Compiled.Samples;

string input = SampleData.Find(args, "retail");
string output = args.Length > 1 ? args[1] : "output/retail";
string checkpoint = args.Length > 2 ? args[2] : "checkpoints/retail";

try
{
    await RetailSales
        .Read(sales: Source.Files(input, maxFilesPerTrigger: 1))
        .Write(
            finalDays: Sink.CsvFiles(Path.Combine(output, "final-days")),
            days: Sink.JsonFiles(Path.Combine(output, "days")),
            topProducts: Sink.CsvFiles(Path.Combine(output, "top-products")))
        .Checkpoint(checkpoint)
        .Trigger(Trigger.AvailableNow)
        .OnProgress(batch => Console.WriteLine(
            $"batch {batch.BatchId}: {batch.RowsIn} sales in, {batch.Queries[1].RowsOut} days and countries changed, {batch.Queries[0].RowsOut} final, {batch.Queries[0].Late} late rows"))
        .RunAsync();
}
catch (PipelineException failure)
{
    Console.Error.WriteLine(failure.Message);
    return 1;
}

Console.WriteLine("Best products so far:");
foreach (string line in File.ReadLines(Path.Combine(output, "top-products", "result.csv")))
{
    Console.WriteLine("  " + line);
}

return 0;
