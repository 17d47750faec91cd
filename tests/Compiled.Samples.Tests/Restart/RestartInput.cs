using System.Globalization;
using System.Text;
using Compiled.Samples.Tests.Programs;

namespace Compiled.Samples.Tests.Restart;

/// <summary>Generated input for runs that are interrupted: files in order of time, rows enough that a batch takes a while, groups that go on from file to file.</summary>
internal static class RestartInput
{
    /// <summary>Readings for CityTotals, out of order by up to some minutes, a few of them late.</summary>
    public static void Readings(TemporaryFolder folder, string name, int files, int rows)
    {
        var random = new Random(11);
        var time = new DateTime(2024, 5, 1, 12, 0, 0, DateTimeKind.Utc);
        for (int file = 0; file < files; file++)
        {
            var text = new StringBuilder("At,City,Value\n");
            for (int row = 0; row < rows; row++)
            {
                time = time.AddMilliseconds(random.Next(2 * 900_000 / rows));
                DateTime at = time.AddSeconds(-random.Next(random.Next(100) == 0 ? 3000 : 200));
                text.Append(CultureInfo.InvariantCulture, $"{at:yyyy-MM-ddTHH:mm:ss.fffZ},City {random.Next(300)},{random.Next(-1000, 1000)}\n");
            }

            folder.Write($"{name}/readings-{file:D2}.csv", text.ToString(), minute: file);
        }
    }

    /// <summary>Invoices of several line items each.</summary>
    public static void Invoices(TemporaryFolder folder, string name, int files, int rows)
    {
        var random = new Random(12);
        for (int file = 0; file < files; file++)
        {
            var text = new StringBuilder();
            for (int row = 0; row < rows; row++)
            {
                string items = string.Join(',', Enumerable.Range(0, random.Next(1, 8)).Select(item => string.Create(
                    CultureInfo.InvariantCulture,
                    $$"""{"ItemCode":"{{random.Next(999)}}","ItemDescription":"thing","ItemPrice":{{random.Next(9999)}}.5,"ItemQty":{{item + 1}},"TotalValue":{{random.Next(99999)}}.25}""")));
                text.Append(CultureInfo.InvariantCulture, $$"""{"InvoiceNumber":"{{file}}-{{row}}","CreatedTime":{{1595688900000L + row}},"StoreID":"STR{{random.Next(9999)}}","PosID":"P","CustomerType":"PRIME","PaymentMethod":"CARD","DeliveryType":"TAKEAWAY","InvoiceLineItems":[{{items}}]}""")
                    .Append('\n');
            }

            folder.Write($"{name}/invoices-{file:D2}.json", text.ToString(), minute: file);
        }
    }
}
