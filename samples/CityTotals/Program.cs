// Totals per city and ten minutes, files to files, a file a batch. Stop it or kill it at any moment and start it again: the output is that of one run.
// Arguments: input folder, output folder, checkpoint folder; all optional. Behind them `watch` goes on, waiting for new files, until Ctrl-C; a number is that of workers.
using Compiled;
using Compiled.Samples;

string input = SampleData.Find(args, "readings");
string output = args.Length > 1 ? args[1] : "output/city-totals";
string checkpoint = args.Length > 2 ? args[2] : "checkpoints/city-totals";
bool watches = args.Skip(3).Contains("watch");
int workers = int.TryParse(args.Skip(3).FirstOrDefault(argument => argument != "watch"), out int number) ? number : 1;

try
{
    JobBuilder job = CityTotals
        .Read(readings: Source.Files(input, maxFilesPerTrigger: 1))
        .Write(
            final: Sink.JsonFiles(Path.Combine(output, "final")),
            soFar: Sink.CsvFiles(Path.Combine(output, "so-far")))
        .Checkpoint(checkpoint)
        .Workers(workers)
        .OnProgress(batch => Console.WriteLine(
            $"batch {batch.BatchId}: {batch.RowsIn} readings in, {batch.Queries[0].RowsOut} totals final, {batch.Queries[1].RowsOut} changed, {batch.Queries[0].StateRows} kept"));
    if (!watches)
    {
        job.Trigger(Trigger.AvailableNow);
    }

    await job.RunAsync();
}
catch (PipelineException failure)
{
    Console.Error.WriteLine(failure.Message);
    return 1;
}

Console.WriteLine($"totals are in {Path.GetFullPath(output)}");
return 0;
