using System.Text;
using Compiled.Generator.Emit;
using Compiled.Generator.Plan;
using static Compiled.Generator.Tests.Emit.Schemas;

namespace Compiled.Generator.Tests.Emit;

public sealed class DecoderEmitterTests
{
    private static readonly DateEncoding Milliseconds = new(DateUnit.Milliseconds, null);

    private static readonly RowSchema Every = Row(
        "global::Sample.Every",
        Column("A", "bool", ColumnKind.Boolean),
        Column("B", "sbyte", ColumnKind.SByte),
        Column("C", "byte", ColumnKind.Byte),
        Column("D", "short", ColumnKind.Int16),
        Column("E", "ushort", ColumnKind.UInt16),
        Column("F", "int", ColumnKind.Int32),
        Column("G", "uint", ColumnKind.UInt32),
        Column("H", "long", ColumnKind.Int64),
        Column("I", "ulong", ColumnKind.UInt64),
        Column("J", "float", ColumnKind.Single),
        Column("K", "double?", ColumnKind.Double),
        Column("L", "decimal", ColumnKind.Decimal),
        Column("M", "global::System.DateTimeOffset", ColumnKind.DateTimeOffset, date: Milliseconds),
        Column("N", "global::System.DateTime?", ColumnKind.DateTime, date: new(DateUnit.Text, "yyyy-MM-dd HH:mm")),
        Column("O", "global::System.DateOnly", ColumnKind.DateOnly),
        Column("P", "global::System.TimeSpan", ColumnKind.TimeSpan),
        Column("Q", "global::Compiled.Utf8String", ColumnKind.Text, dataName: "text \"q\""),
        Column("R", "string?", ColumnKind.String));

    [Fact]
    public void Csv_decodes_every_kind()
    {
        var harness = new DecoderHarness(
            Input(new(InputFormat.Csv, ';', true), Every, [.. Every.Columns.Select(c => c.Member)]), (writer, input) => CsvDecoderEmitter.Emit(writer, input, filter: null));
        string header = "\"text \"\"q\"\"\";R;P;O;N;M;L;K;J;I;H;G;F;E;D;C;B;A\r\n";
        string full = "x;\"y;\";1.02:03:04;2020-02-29;2019-02-05 10:05;1549339200123;1.50;2.5;0.1;18446744073709551615;-9;4;-3;65535;-2;255;-128;true\r\n";
        string nulls = ";;00:00:00;0001-01-01;;0;0;;0;0;0;0;0;0;0;0;0;0\r\n";
        string wrong = ";;00:00:00;0001-01-01;;0;0;;0;0;0;0;0;0;0;256;0;0\r\n";
        foreach ((int batch, int frame) in ((int, int)[])[(1000, 1 << 20), (1, 7), (3, 300)])
        {
            (List<string> rows, List<string> malformed) = harness.Run(Encoding.UTF8.GetBytes(header + full + wrong + nulls), batch, frame);
            long n = new DateTime(2019, 2, 5, 10, 5, 0).Ticks;
            long m = DateTime.UnixEpoch.Ticks + (1549339200123 * 10_000);
            int o = new DateOnly(2020, 2, 29).DayNumber;
            long p = TimeSpan.Parse("1.02:03:04").Ticks;
            Assert.Equal(
                [
                    $"True|-128|255|-2|65535|-3|4|-9|18446744073709551615|0.1|2.5|1.50|{m}|{n}|{o}|{p}|x|y;",
                    $"False|0|0|0|0|0|0|0|0|0|null|0|{DateTime.UnixEpoch.Ticks}|null|0|0||null",
                ],
                rows);
            Assert.StartsWith("column 'C' must be an unsigned 8-bit integer and is '256'", Assert.Single(malformed), StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Csv_decodes_only_what_is_needed_even_nothing()
    {
        RowSchema row = Row("global::Sample.Trade", Column("Time", "long", ColumnKind.Int64), Column("Amount", "double", ColumnKind.Double), Column("Name", "string", ColumnKind.String));
        var one = new DecoderHarness(Input(new(InputFormat.Csv, ',', false), row, "Name"), (writer, input) => CsvDecoderEmitter.Emit(writer, input, filter: null));
        Assert.Equal(["Ann", "Bob"], one.Run("x,y,Ann\nx,y,Bob"u8.ToArray(), 10, 100).Rows);
        Assert.DoesNotContain("Amount", one.Emitted, StringComparison.Ordinal);
        var none = new DecoderHarness(Input(new(InputFormat.Csv, ',', false), row), (writer, input) => CsvDecoderEmitter.Emit(writer, input, filter: null));
        Assert.Equal(2, none.Run("x,y,Ann\nx,y,Bob\nx,y"u8.ToArray(), 10, 100).Rows.Count);
    }

    [Fact]
    public void Text_decodes_lines()
    {
        RowSchema row = new("global::Compiled.Utf8String", true, RowConstruction.Scalar, new[] { Column("Value", "global::Compiled.Utf8String", ColumnKind.Text) }.ToEquatable());
        foreach (int frame in (int[])[1, 5, 1000])
        {
            var lines = new DecoderHarness(Input(new(InputFormat.Text, ',', false), row, "Value"), TextDecoderEmitter.Emit);
            Assert.Equal(["a b", "", "c\r", "d"], lines.Run("\uFEFFa b\r\n\nc\r\r\nd"u8.ToArray(), 2, frame).Rows);
            var counted = new DecoderHarness(Input(new(InputFormat.Text, ',', false), row), TextDecoderEmitter.Emit);
            Assert.Equal(4, counted.Run("a b\r\n\nc\r\r\nd"u8.ToArray(), 2, frame).Rows.Count);
        }
    }

    [Fact]
    public void Binary_decodes_every_kind()
    {
        RowSchema row = Row("global::Sample.Every", [.. Every.Columns.Where(c => c.Member[0] < 'N' || c.Member[0] is 'O' or 'P')]);
        var harness = new DecoderHarness(Input(new(InputFormat.Binary, ',', false), row, [.. row.Columns.Select(c => c.Member)]), (writer, input) => BinaryDecoderEmitter.Emit(writer, input, filter: null));
        var data = new MemoryStream();
        using var writer = new BinaryWriter(data);
        for (int i = 0; i < 9; i++)
        {
            writer.Write((byte)(i % 3));
            writer.Write((sbyte)-i);
            writer.Write((byte)(255 - i));
            writer.Write((short)-i);
            writer.Write((ushort)(65535 - i));
            writer.Write(-i);
            writer.Write(uint.MaxValue - (uint)i);
            writer.Write(-(long)i);
            writer.Write(ulong.MaxValue - (ulong)i);
            writer.Write(i + 0.5f);
            writer.Write(i + 0.25);
            writer.Write(i * 1.50m);
            writer.Write(i == 4 ? long.MaxValue : i);
            writer.Write(86_400_000L * i);
            writer.Write(TimeSpan.TicksPerHour * i);
        }

        writer.Write((byte)1);
        writer.Flush();
        foreach ((int batch, int frame) in ((int, int)[])[(1000, 1 << 20), (1, 7), (4, 300)])
        {
            (List<string> rows, List<string> malformed) = harness.Run(data.ToArray(), batch, frame);
            Assert.Equal(
                Enumerable.Range(0, 9).Where(i => i != 4).Select(i => FormattableString.Invariant(
                    $"{i % 3 != 0}|{-i}|{255 - i}|{-i}|{65535 - i}|{-i}|{uint.MaxValue - i}|{-i}|{ulong.MaxValue - (ulong)i}|{i + 0.5f}|{i + 0.25}|{i * 1.50m}|{DateTime.UnixEpoch.Ticks + (i * 10_000L)}|{new DateOnly(1970, 1, 1).DayNumber + i}|{TimeSpan.TicksPerHour * i}")),
                rows);
            Assert.Equal(2, malformed.Count);
            Assert.StartsWith("the member at byte 59 of the record must be a number of years 1 to 9999", malformed[0], StringComparison.Ordinal);
            Assert.StartsWith("the input ends after 1 of 83 bytes of a record", malformed[1], StringComparison.Ordinal);
        }
    }

    [Fact]
    public void List_columns_grow_and_keep_their_contents()
    {
        RowSchema item = Row("global::Sample.Item", Column("Code", "global::Compiled.Utf8String", ColumnKind.Text), Column("Price", "double?", ColumnKind.Double));
        RowSchema address = Row("global::Sample.Address", Column("City", "string?", ColumnKind.String));
        ColumnSchema items = Column("Items", "global::Compiled.Rows<global::Sample.Item>", ColumnKind.List, nested: item);
        ColumnSchema place = Column("Place", "global::Sample.Address?", ColumnKind.Record, nested: address);
        RowSchema row = Row("global::Sample.Invoice", items, place);
        PhysicalColumn[] needed =
        [
            new(items, "Items", new[] { new PhysicalColumn(item.Columns[0], "Code", default), new PhysicalColumn(item.Columns[1], "Price", default) }.ToEquatable()),
            new(place, "Place", new[] { new PhysicalColumn(address.Columns[0], "Place_City", default) }.ToEquatable()),
        ];
        var input = new PhysicalInput(0, "invoices", "Invoices", new(InputFormat.Json, ',', false), row, needed.ToEquatable());
        Type host = EmittedCode.Compile("", """
            public static string Grow()
            {
                using var columns = new InvoicesColumns(4);
                InvoicesItemsColumns items = columns.Items;
                columns.Count = 4;
                columns.Items_Start[3] = 1;
                columns.Items_Count[3] = 2;
                columns.Place_HasValue[3] = true;
                columns.Place_City[3] = default;
                columns.Place_City_HasValue[3] = false;
                for (int i = 0; i < 100; i++)
                {
                    items.EnsureCapacity(i + 1);
                    items.Price[i] = i;
                    items.Price_HasValue[i] = i % 2 == 0;
                    items.Count = i + 1;
                }
                double sum = 0;
                for (int i = 0; i < items.Count; i++)
                {
                    sum += items.Price[i] + (items.Price_HasValue[i] ? 1000 : 0) + items.Code[i].Length;
                }
                return (sum + (columns.Count - 4)).ToString(System.Globalization.CultureInfo.InvariantCulture);
            }
            """, writer => ColumnsEmitter.Emit(writer, input), out _);
        Assert.Equal("54950", host.GetMethod("Grow")!.Invoke(null, null));
    }
}
