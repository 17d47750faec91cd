using Compiled.Generator.Plan;

namespace Compiled.Generator.Tests.Plan;

public sealed class PlanTextTests
{
    [Fact]
    public void Tells_each_query_in_the_users_words()
    {
        PipelinePlan plan = TestCompilation.Plan(Samples.Trades);

        Assert.Equal(
            """
            pipeline Market.TradeTotals
            input trades: JSON lines, Trade

            query Totals: Total, output mode Update
              GroupBy 0: Window.Tumbling("15 minutes")
                  window of 00:15:00 over t => t.CreatedTime
                  state 0: Sum(t => t.Type == "BUY" ? t.Amount : 0): long
                  state 1: Sum(t => t.Type == "SELL" ? t.Amount : 0): long
                  select g => new Total( g.Window.Start, g.Window.End, g.Sum(t => t.Type == "BUY" ? t.Amount : 0), g.Sum(t => t.Type == "SELL" ? t.Amount : 0))
                WithWatermark 0: t => t.CreatedTime less 30 minutes
                  input trades

            query RunningTotals: Running, output mode Complete
              Scan 2: (acc, t) => acc.Add(t) from default(global::Market.Running)
                OrderBy t => t.End
                  GroupBy 1: Window.Tumbling("15 minutes")
                      window of 00:15:00 over t => t.CreatedTime
                      state 0: Sum(t => t.Type == "BUY" ? t.Amount : 0): long
                      state 1: Sum(t => t.Type == "SELL" ? t.Amount : 0): long
                      select g => new Total( g.Window.Start, g.Window.End, g.Sum(t => t.Type == "BUY" ? t.Amount : 0), g.Sum(t => t.Type == "SELL" ? t.Amount : 0))
                    WithWatermark 1: t => t.CreatedTime less 30 minutes
                      input trades

            """,
            PlanText.Of(plan));
    }

    [Fact]
    public void Names_the_members_that_a_decoder_reads_and_skips()
    {
        PipelinePlan plan = TestCompilation.Plan(Samples.Invoices);
        RowSchema row = plan.Inputs[0].Row;
        ColumnSchema items = row.Find("InvoiceLineItems")!;
        ColumnSchema address = row.Find("DeliveryAddress")!;
        PhysicalColumn price = new(items.Nested!.Find("ItemPrice")!, "ItemPrice", EquatableArray<PhysicalColumn>.Empty);
        PhysicalColumn[] columns =
        [
            new(row.Find("StoreID")!, "StoreID", EquatableArray<PhysicalColumn>.Empty),
            new(address, "DeliveryAddress", EquatableArray<PhysicalColumn>.Empty),
            new(items, "InvoiceLineItems", new[] { price }.ToEquatable()),
        ];

        string text = PlanText.Of(plan, [new PhysicalInput(0, "invoices", "Invoices", plan.Inputs[0].Format, row, columns.ToEquatable())], _ => []);

        Assert.Contains(
            """
            input invoices: JSON lines, Invoice
              read: StoreID, DeliveryAddress (whether it is there), InvoiceLineItems[].ItemPrice
              skipped: InvoiceNumber, CreatedTime, PosID, CustomerType, PaymentMethod, DeliveryType, DeliveryAddress.AddressLine,
            """.TrimEnd(),
            text);
    }

    [Theory]
    [InlineData("global::A.B.C", "C")]
    [InlineData("global::Compiled.Rows<global::A.B>?", "Rows<B>?")]
    [InlineData("(int A, global::X.Y B)", "(int A, Y B)")]
    [InlineData("long", "long")]
    [InlineData("global::Top", "Top")]
    public void Types_are_named_as_a_person_writes_them(string full, string shortened) => Assert.Equal(shortened, TypeText.Short(full));
}
