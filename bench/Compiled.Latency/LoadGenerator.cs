using System.Diagnostics;
using System.Globalization;
using System.Net.Sockets;
using System.Text;

namespace Compiled.Latency;

/// <summary>Sends rows over a connection at a steady rate, from a thread of its own. It never waits for an answer.</summary>
internal sealed class LoadGenerator(Socket socket, Schedule schedule, long rows, long warmup, int keys)
{
    private const int RowsPerSend = 2048;
    private readonly byte[] _buffer = new byte[RowsPerSend * 64];

    /// <summary>How late each row after the warm-up was sent.</summary>
    public LatencyHistogram Late { get; } = new();

    /// <summary>Sends all rows and returns when the last is sent.</summary>
    public void Run()
    {
        ShortSleep.MakeExact();
        for (long sent = 0; sent < rows;)
        {
            long due = Math.Min(rows, schedule.DueBy(Stopwatch.GetTimestamp()));
            if (due == sent)
            {
                ShortSleep.Until(schedule.DueAt(sent));
                continue;
            }

            int count = (int)Math.Min(due - sent, RowsPerSend);
            Send(sent, count);
            if (sent >= warmup)
            {
                Late.Record((long)((Stopwatch.GetTimestamp() - schedule.DueAt(sent)) * (1e9 / Stopwatch.Frequency)), count);
            }

            sent += count;
        }
    }

    /// <summary>The key of a row: all of them, in an order that looks like none.</summary>
    public static int KeyOf(long sequence, int keys) => (int)((uint)((ulong)sequence * 0x9E3779B97F4A7C15ul >> 33) % (uint)keys);

    /// <summary>The value of a row.</summary>
    public static long ValueOf(long sequence) => sequence % 1000;

    private void Send(long first, int count)
    {
        Span<byte> rest = _buffer;
        for (long sequence = first; sequence < first + count; sequence++)
        {
            Write(ref rest, "{\"Sequence\":"u8, sequence);
            Write(ref rest, ",\"Key\":"u8, KeyOf(sequence, keys));
            Write(ref rest, ",\"Value\":"u8, ValueOf(sequence));
            "}\n"u8.CopyTo(rest);
            rest = rest[2..];
        }

        ReadOnlySpan<byte> bytes = _buffer.AsSpan(0, _buffer.Length - rest.Length);
        while (bytes.Length > 0)
        {
            bytes = bytes[socket.Send(bytes)..];
        }
    }

    private static void Write(ref Span<byte> rest, ReadOnlySpan<byte> name, long value)
    {
        name.CopyTo(rest);
        value.TryFormat(rest[name.Length..], out int digits, default, CultureInfo.InvariantCulture);
        rest = rest[(name.Length + digits)..];
    }
}
