using Compiled.Generator.Emit;
using Compiled.Generator.Plan;
using static Compiled.Generator.Tests.Emit.Schemas;

namespace Compiled.Generator.Tests.Emit;

public sealed class RowCodecEmitterTests
{
    private const string Types = """
        public readonly record struct Item(Utf8String Code, int Count);
        public readonly record struct Address(Utf8String? City, string? Street);
        public sealed class Shop { public Utf8String Name { get; set; } public int Size; }
        public readonly record struct Sale(
            Utf8String Name, double Price, double? Tax, DateTimeOffset Time, bool Paid, decimal Total, string? Note, Address? Place, Rows<Item> Items, Rows<Utf8String> Tags, Shop? Shop, DateOnly Day, TimeSpan? Took, float Rate, ulong Big);
        """;

    private static readonly RowSchema Sale = Row(
        "global::Sample.Sale",
        Column("Name", "global::Compiled.Utf8String", ColumnKind.Text, dataName: "na\"me"),
        Column("Price", "double", ColumnKind.Double),
        Column("Tax", "double?", ColumnKind.Double),
        Column("Time", "global::System.DateTimeOffset", ColumnKind.DateTimeOffset),
        Column("Paid", "bool", ColumnKind.Boolean),
        Column("Total", "decimal", ColumnKind.Decimal),
        Column("Note", "string?", ColumnKind.String),
        Column("Place", "global::Sample.Address?", ColumnKind.Record, nested: Row("global::Sample.Address", Column("City", "global::Compiled.Utf8String?", ColumnKind.Text), Column("Street", "string?", ColumnKind.String))),
        Column("Items", "global::Compiled.Rows<global::Sample.Item>", ColumnKind.List, nested: Row("global::Sample.Item", Column("Code", "global::Compiled.Utf8String", ColumnKind.Text), Column("Count", "int", ColumnKind.Int32))),
        Column("Tags", "global::Compiled.Rows<global::Compiled.Utf8String>", ColumnKind.List, nested: new("global::Compiled.Utf8String", true, RowConstruction.Scalar, new[] { Column("Value", "global::Compiled.Utf8String", ColumnKind.Text) }.ToEquatable())),
        Column("Shop", "global::Sample.Shop?", ColumnKind.Record, nested: new("global::Sample.Shop", false, RowConstruction.Initializer, new[] { Column("Name", "global::Compiled.Utf8String", ColumnKind.Text), Column("Size", "int", ColumnKind.Int32) }.ToEquatable())),
        Column("Day", "global::System.DateOnly", ColumnKind.DateOnly),
        Column("Took", "global::System.TimeSpan?", ColumnKind.TimeSpan),
        Column("Rate", "float", ColumnKind.Single),
        Column("Big", "ulong", ColumnKind.UInt64));

    private const string Methods = """
        private static readonly Sale[] Sales =
        [
            new("A \"q\", \n", 2.5, null, new DateTimeOffset(2020, 7, 25, 16, 55, 0, 348, TimeSpan.FromHours(2)), true, 1.50m, null, null, default, default, null, new DateOnly(2020, 2, 29), null, 0.1f, ulong.MaxValue),
            new("", double.NaN, 1e300, new DateTimeOffset(2020, 7, 25, 14, 55, 0, default), false, -1, "", new Address("Zoë", null), new Rows<Item>(new Item("x", 1), new Item("y", -2)), new Rows<Utf8String>("t", "u"), new Shop { Name = "S", Size = 3 }, default, TimeSpan.FromSeconds(1.5), float.PositiveInfinity, 0),
        ];
        public static string Json() => Text(o => new SaleCodec().WriteJson(Sales, o));
        public static string Csv() => Text(o => new SaleCodec().WriteCsv(Sales, o, (byte)','));
        public static string Plain() => Text(o => new SaleCodec().WriteText(Sales, o));
        public static string Names() => string.Join("/", new SaleCodec().Columns);
        private static string Text(Action<Utf8Buffer> write) { var o = new Utf8Buffer(1); write(o); return System.Text.Encoding.UTF8.GetString(o.Written); }
        public static string Owned()
        {
            using var arena = new ColumnArena();
            Column<byte> memory = arena.Allocate<byte>(8);
            memory.AsSpan(8).Fill((byte)'a');
            Utf8String view = Sample.Views.Of(memory);
            Sale[] rows = [Sales[1] with { Name = view, Place = new Address(view, "s"), Items = new Rows<Item>(new Item(view, 1)), Tags = new Rows<Utf8String>(view), Shop = new Shop { Name = view, Size = 9 } }];
            Sale[] copies = new Sale[1];
            new SaleCodec().CopyOwned(rows, copies);
            memory.AsSpan(8).Fill((byte)'b');
            Sale c = copies[0];
            return $"{c.Name} {c.Place!.Value.City} {c.Place.Value.Street} {c.Items[0].Code} {c.Items[0].Count} {c.Tags[0]} {c.Shop!.Name} {c.Shop.Size} {c.Big}";
        }
        """;

    private static readonly Lazy<Type> Host = new(() => EmittedCode.Compile(
        Types + " public static class Views { public static Utf8String Of(Column<byte> memory) => Compiled.Generator.Tests.Emit.TextViews.Of(memory); }",
        Methods,
        writer => RowCodecEmitter.Emit(writer, Sale, "SaleCodec"),
        out _));

    [Fact]
    public void Json_lines() => Assert.Equal(
        """
        {"na\"me":"A \"q\", \n","Price":2.5,"Tax":null,"Time":"2020-07-25T14:55:00.348Z","Paid":true,"Total":1.50,"Note":null,"Place":null,"Items":[],"Tags":[],"Shop":null,"Day":"2020-02-29","Took":null,"Rate":0.1,"Big":18446744073709551615}
        {"na\"me":"","Price":null,"Tax":1E+300,"Time":"2020-07-25T14:55:00Z","Paid":false,"Total":-1,"Note":"","Place":{"City":"Zoë","Street":null},"Items":[{"Code":"x","Count":1},{"Code":"y","Count":-2}],"Tags":["t","u"],"Shop":{"Name":"S","Size":3},"Day":"0001-01-01","Took":"00:00:01.5000000","Rate":null,"Big":0}

        """, Call("Json"));

    [Fact]
    public void Csv_lines() => Assert.Equal(
        """
        "A ""q"", 
        ",2.5,,2020-07-25T14:55:00.348Z,true,1.50,,,[],[],,2020-02-29,,0.1,18446744073709551615
        ,NaN,1E+300,2020-07-25T14:55:00Z,false,-1,"","{""City"":""Zoë"",""Street"":null}","[{""Code"":""x"",""Count"":1},{""Code"":""y"",""Count"":-2}]","[""t"",""u""]","{""Name"":""S"",""Size"":3}",0001-01-01,00:00:01.5000000,Infinity,0

        """, Call("Csv"));

    [Fact]
    public void Text_lines() => Assert.Equal(
        "A \"q\", \n\t2.5\t\t2020-07-25T14:55:00.348Z\ttrue\t1.50\t\t\t[]\t[]\t\t2020-02-29\t\t0.1\t18446744073709551615\n"
        + "\tNaN\t1E+300\t2020-07-25T14:55:00Z\tfalse\t-1\t\t{\"City\":\"Zoë\",\"Street\":null}\t[{\"Code\":\"x\",\"Count\":1},{\"Code\":\"y\",\"Count\":-2}]\t[\"t\",\"u\"]\t{\"Name\":\"S\",\"Size\":3}\t0001-01-01\t00:00:01.5000000\tInfinity\t0\n",
        Call("Plain"));

    [Fact]
    public void Columns_are_the_names_in_the_data() => Assert.StartsWith("na\"me/Price/Tax/", Call("Names"), StringComparison.Ordinal);

    [Fact]
    public void Copies_own_their_text_at_every_depth() => Assert.Equal("aaaaaaaa aaaaaaaa s aaaaaaaa 1 aaaaaaaa aaaaaaaa 9 0", Call("Owned"));

    [Fact]
    public void Rows_that_are_one_value_or_a_tuple()
    {
        RowSchema text = new("global::Compiled.Utf8String", true, RowConstruction.Scalar, new[] { Column("Value", "global::Compiled.Utf8String", ColumnKind.Text) }.ToEquatable());
        RowSchema tuple = Row("(global::Compiled.Utf8String Word, int Count)", Column("Word", "global::Compiled.Utf8String", ColumnKind.Text), Column("Count", "int", ColumnKind.Int32));
        Type host = EmittedCode.Compile("", """
            public static string Run()
            {
                var o = new Utf8Buffer();
                Utf8String[] texts = ["a,b", "", "c"];
                var codec = new TextCodec();
                codec.WriteText(texts, o);
                codec.WriteCsv(texts, o, (byte)',');
                codec.WriteJson(texts, o);
                codec.CopyOwned(texts, texts);
                (Utf8String Word, int Count)[] pairs = [("x", 1)];
                var pairCodec = new PairCodec();
                pairCodec.CopyOwned(pairs, pairs);
                pairCodec.WriteJson(pairs, o);
                return System.Text.Encoding.UTF8.GetString(o.Written);
            }
            """, writer =>
        {
            RowCodecEmitter.Emit(writer, text, "TextCodec");
            RowCodecEmitter.Emit(writer, tuple, "PairCodec");
        }, out _);
        Assert.Equal(
            "a,b\n\nc\n\"a,b\"\n\"\"\nc\n{\"Value\":\"a,b\"}\n{\"Value\":\"\"}\n{\"Value\":\"c\"}\n{\"Word\":\"x\",\"Count\":1}\n",
            host.GetMethod("Run")!.Invoke(null, null));
    }

    private static string Call(string method) => (string)Host.Value.GetMethod(method)!.Invoke(null, null)!;
}

/// <summary>Views of native memory for compiled test code, which has no unsafe context.</summary>
public static class TextViews
{
    public static unsafe Utf8String Of(Memory.Column<byte> memory) => new(new Memory.Utf8Slice(memory.Pointer, memory.Capacity));
}
