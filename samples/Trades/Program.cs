// Totals per 15 minutes and running totals of a file of trades. Argument: the file; optional.
using Compiled;
using Compiled.Samples;

string input = SampleData.Find(args, "trades.ndjson");
try
{
    await TradeTotals
        .Read(trades: Source.Files(input))
        .Write(totals: Sink.Console(), runningTotals: Sink.Console())
        .Trigger(Trigger.AvailableNow)
        .RunAsync();
}
catch (PipelineException failure)
{
    Console.Error.WriteLine(failure.Message);
    return 1;
}

return 0;
