// Twenty days of real sales, a file a day and a file a batch. Arguments: input folder, checkpoint folder; both optional.
using Compiled;
using Compiled.Samples;

string input = SampleData.Find(args, "retail");
string checkpoint = args.Length > 1 ? args[1] : "checkpoints/retail";

MemorySink<DayRevenue> days = Sink.Memory<DayRevenue>();
MemorySink<ProductRevenue> top = Sink.Memory<ProductRevenue>();
await RetailSales
    .Read(sales: Source.Files(input, maxFilesPerTrigger: 1))
    .Write(finalDays: Sink.Console(), days: days, topProducts: top)
    .Checkpoint(checkpoint)
    .Trigger(Trigger.AvailableNow)
    .RunAsync();

Console.WriteLine($"{days.Rows.Count} updates of days and countries.");
Console.WriteLine("Best products so far:");
foreach (ProductRevenue product in top.Rows)
{
    Console.WriteLine($"  {product.StockCode,-10} {product.Revenue,12:F2} {product.Sold,8}");
}
