using System.Buffers.Binary;
using System.Globalization;
using System.Text;

namespace Compiled.Jobs.Inputs;

/// <summary>
/// Inputs of the same shape as the workloads' own, for machines without Python or without the workloads' folder. Deterministic, but not the same bytes:
/// answers are then checked against <see cref="References"/>.
/// </summary>
internal static class OwnInputs
{
    private static readonly string[] States = ["Madhya Pradesh", "Kerala", "Punjab", "Goa", "Bihar", "Assam", "Odisha", "Sikkim"];
    private static readonly string[] Payments = ["CARD", "CASH", "UPI"];
    private static readonly string[] Deliveries = ["HOME-DELIVERY", "TAKEAWAY"];
    private static readonly string[] Items = ["Slipcover", "Wardrobe", "Foot rest", "Book shelf \\\"oak\\\"", "Café table", "Lamp", "Sofa bed", "Armchair"];

    /// <summary>Writes <paramref name="rows"/> rows of the kind <paramref name="input"/>.</summary>
    public static void Write(string input, int rows, int keys, string path)
    {
        using FileStream file = new(path, FileMode.Create, FileAccess.Write, FileShare.None, 1 << 20);
        switch (input)
        {
            case "invoices":
                Invoices(rows, file);
                break;
            case "trades":
                Trades(rows, file);
                break;
            case "ysb":
                Ysb(rows, file);
                break;
            case "keys":
                KeyValues(rows, keys, file);
                break;
            case "words":
                Words(rows, file);
                break;
            default:
                throw new ArgumentOutOfRangeException(nameof(input), input, "There is no such input.");
        }
    }

    private static void Invoices(int rows, Stream file)
    {
        var random = new Random(7);
        double[] weights = Zipf(500);
        using var text = new StreamWriter(file, new UTF8Encoding(false)) { NewLine = "\n" };
        for (int i = 0; i < rows; i++)
        {
            long time = 1_595_635_200_000 + (i * 86_400_000L / rows) - random.Next(600_000);
            int city = Pick(weights, random);
            int quantity = 1 + random.Next(4);
            decimal value = random.Next(1_000, 300_000) * quantity / 100m;
            string customer = random.NextDouble() < 0.3 ? "PRIME" : "NONPRIME";
            text.Write(string.Create(
                CultureInfo.InvariantCulture,
                $"{{\"InvoiceNumber\":\"{i:D8}\",\"CreatedTime\":{time},\"StoreID\":\"STR{city * 7:D4}\",\"PosID\":\"POS{city:D3}\",\"CashierID\":\"OAS{city % 97:D3}\","));
            text.Write(string.Create(
                CultureInfo.InvariantCulture,
                $"\"CustomerType\":\"{customer}\",\"CustomerCardNo\":\"{i * 2_654_435_761L % 10_000_000_000:D10}\",\"TotalAmount\":{value:F2},\"NumberOfItems\":{quantity},"));
            text.Write(string.Create(
                CultureInfo.InvariantCulture,
                $"\"PaymentMethod\":\"{Payments[i % 3]}\",\"DeliveryType\":\"{Deliveries[i & 1]}\",\"City\":\"City{city:D3}\",\"State\":\"{States[city & 7]}\","));
            text.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"\"PinCode\":\"{400_000 + city:D6}\",\"ItemDescription\":\"{Items[i & 7]}\",\"TotalValue\":{value:F2}}}"));
        }
    }

    private static void Trades(int rows, Stream file)
    {
        var random = new Random(11);
        using var text = new StreamWriter(file, new UTF8Encoding(false)) { NewLine = "\n" };
        text.WriteLine("CreatedTime,Type,Amount,BrokerCode,Symbol,Quantity");
        for (int i = 0; i < rows; i++)
        {
            long time = 1_549_339_200_000 + (i * 28_800_000L / rows) - random.Next(60_000);
            string type = random.Next(2) == 0 ? "BUY" : "SELL";
            decimal amount = random.Next(100, 1_000_000) / 100m;
            text.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"{time},{type},{amount:F2},B{random.Next(1_000):D3},SYM{random.Next(5_000):D4},{1 + random.Next(500)}"));
        }
    }

    private static void Ysb(int rows, Stream file)
    {
        var random = new Random(13);
        Span<byte> record = stackalloc byte[24];
        for (int i = 0; i < rows; i++)
        {
            BinaryPrimitives.WriteInt64LittleEndian(record, random.Next(1_000));
            BinaryPrimitives.WriteInt64LittleEndian(record[8..], 1_600_000_000_000 + (i / 1_000));
            BinaryPrimitives.WriteInt64LittleEndian(record[16..], random.Next(3));
            file.Write(record);
        }
    }

    private static void KeyValues(int rows, int keys, Stream file)
    {
        var random = new Random(17);
        Span<byte> record = stackalloc byte[16];
        for (int i = 0; i < rows; i++)
        {
            BinaryPrimitives.WriteUInt64LittleEndian(record, (ulong)random.Next(keys) * 0x9E37_79B9_7F4A_7C15);
            BinaryPrimitives.WriteInt64LittleEndian(record[8..], i & 1_023);
            file.Write(record);
        }
    }

    private static void Words(int rows, Stream file)
    {
        var random = new Random(19);
        var vocabulary = new byte[50_000][];
        for (int i = 0; i < vocabulary.Length; i++)
        {
            vocabulary[i] = new byte[2 + random.Next(9)];
            foreach (ref byte letter in vocabulary[i].AsSpan())
            {
                letter = (byte)('a' + random.Next(26));
            }
        }

        double[] weights = Zipf(vocabulary.Length);
        for (int i = 0; i < rows; i++)
        {
            for (int word = 0; word < 12; word++)
            {
                file.Write(vocabulary[Pick(weights, random)]);
                file.WriteByte(word == 11 ? (byte)'\n' : (byte)' ');
            }
        }
    }

    private static double[] Zipf(int count)
    {
        double[] sums = new double[count];
        double sum = 0;
        for (int i = 0; i < count; i++)
        {
            sum += 1.0 / (i + 1);
            sums[i] = sum;
        }

        return sums;
    }

    private static int Pick(double[] sums, Random random)
    {
        int at = Array.BinarySearch(sums, random.NextDouble() * sums[^1]);
        return Math.Min(at < 0 ? ~at : at, sums.Length - 1);
    }
}
