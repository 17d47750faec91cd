using Compiled.Generator.Plan;
using Compiled.Generator.Plan.Operators;

namespace Compiled.Generator.Tests.Parse;

/// <summary>The examples of the public API become the operators they say.</summary>
public sealed class PublicApiExamplesTests
{
    [Fact]
    public void Word_count_splits_groups_and_counts()
    {
        PipelinePlan plan = TestCompilation.Plan(Samples.WordCount);

        Assert.Equal("WordCount", plan.FullName);
        Assert.Equal("public static partial class WordCount", plan.Declaration);
        InputPlan input = Assert.Single(plan.Inputs);
        Assert.Equal(("lines", InputFormat.Text, RowConstruction.Scalar, "global::Compiled.Utf8String"), (input.Name, input.Format.Format, input.Row.Construction, input.Row.Type));
        QueryPlan query = Assert.Single(plan.Queries);
        Assert.Equal(QueryOutputMode.Complete, query.OutputMode);
        AggregateOperator aggregate = Assert.IsType<AggregateOperator>(query.Root);
        Assert.Null(aggregate.Window);
        Assert.Equal("$0", ExpressionText.Of(aggregate.Key!.Body));
        Assert.Equal("new global::Counted(key, #0)", ExpressionText.Of(aggregate.Selector.Body));
        Assert.Equal(["Word", "Count"], ((NewExpression)aggregate.Selector.Body).Members);
        Assert.Equal(AggregateKind.Count, Assert.Single(aggregate.Aggregates).Kind);
        FlattenOperator flatten = Assert.IsType<FlattenOperator>(aggregate.Source);
        Assert.Equal(FlattenKind.Split, flatten.Kind);
        Assert.Equal("$0.Split(' ')", ExpressionText.Of(flatten.Collection.Body));
        Assert.IsType<InputOperator>(flatten.Source);
    }

    [Fact]
    public void Invoices_are_flattened()
    {
        PipelinePlan plan = TestCompilation.Plan(Samples.Invoices);

        Assert.Equal("Shop.FlattenInvoices", plan.FullName);
        RowSchema row = Assert.Single(plan.Inputs).Row;
        Assert.Equal(RowConstruction.Constructor, row.Construction);
        ColumnSchema created = row.Find("CreatedTime")!;
        Assert.True(created.IsEventTime);
        Assert.Equal(new DateEncoding(DateUnit.Milliseconds, null), created.Date);
        ColumnSchema address = row.Find("DeliveryAddress")!;
        Assert.Equal((ColumnKind.Record, true, "global::Shop.Address?"), (address.Kind, address.IsNullable, address.Type));
        Assert.Equal("global::Shop.Address", address.Nested!.Type);
        ColumnSchema items = row.Find("InvoiceLineItems")!;
        Assert.Equal((ColumnKind.List, false, 5), (items.Kind, items.IsNullable, items.Nested!.Columns.Count));

        FlattenOperator flatten = Assert.IsType<FlattenOperator>(plan.Queries[0].Root);
        Assert.Equal(FlattenKind.NestedList, flatten.Kind);
        Assert.Equal("$0.InvoiceLineItems", ExpressionText.Of(flatten.Collection.Body));
        Assert.Equal(
            "new global::Shop.FlatItem($0.InvoiceNumber, $0.CreatedTime, $0.StoreID, notnull($0.DeliveryAddress, ?.City), $1.ItemCode, $1.ItemPrice, $1.ItemQty, $1.TotalValue)",
            ExpressionText.Of(flatten.Selector!.Body));
    }

    [Fact]
    public void Trades_are_summed_by_window_and_the_totals_run()
    {
        PipelinePlan plan = TestCompilation.Plan(Samples.Trades);

        Assert.Single(plan.Inputs);
        AggregateOperator totals = Assert.IsType<AggregateOperator>(plan.Queries[0].Root);
        Assert.Equal(0, totals.Id);
        Assert.Equal((TimeSpan.FromMinutes(15).Ticks, 0L), (totals.Window!.SizeTicks, totals.Window.OffsetTicks));
        Assert.Equal("$0.CreatedTime", ExpressionText.Of(totals.Window.Time.Body));
        Assert.Equal("new global::Market.Total(window.Start, window.End, #0, #1)", ExpressionText.Of(totals.Selector.Body));
        Assert.Equal("if(($0.Type == \"BUY\"), $0.Amount, 0L)", ExpressionText.Of(totals.Aggregates[0].Argument!.Body));
        WatermarkOperator watermark = Assert.IsType<WatermarkOperator>(totals.Source);
        Assert.Equal((0, TimeSpan.FromMinutes(30).Ticks), (watermark.Id, watermark.DelayTicks));

        ScanOperator scan = Assert.IsType<ScanOperator>(plan.Queries[1].Root);
        Assert.Equal("default(global::Market.Running)", ExpressionText.Of(scan.Seed));
        Assert.Equal("$0.Add($1)", ExpressionText.Of(scan.Accumulate.Body));
        SortOperator sort = Assert.IsType<SortOperator>(scan.Source);
        AggregateOperator inlined = Assert.IsType<AggregateOperator>(sort.Source);
        Assert.Equal((1, 2), (inlined.Id, scan.Id));
        Assert.Equal(1, Assert.IsType<WatermarkOperator>(inlined.Source).Id);
    }
}
