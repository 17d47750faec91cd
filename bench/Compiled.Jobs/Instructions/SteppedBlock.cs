using System.Globalization;

namespace Compiled.Jobs.Instructions;

/// <summary>
/// Counts the instructions that a thread executes from the end of one large read of its input to the end of the next: what a block costs, whatever the neighbours of the machine do.
/// The kernel's are not among them, and a repeated string instruction counts once.
/// </summary>
internal static class SteppedBlock
{
    private const int LeastBytes = 100_000;
    private const int ReadCall = 0;
    private const int PositionedReadCall = 17;

    // In the register of a call's result from its begin to its end (-ENOSYS).
    private const int Begun = -38;

    // Behind this part of the input tables have grown.
    private const double Begin = 0.7;
    private const double End = 0.95;

    /// <summary>Counts on a thread, if it comes to the part of its input that counts while it is looked at.</summary>
    public static BlockCount? TryCount(int process, int thread, long inputBytes)
    {
        using ProcessTrace? trace = ProcessTrace.TryBegin(thread);
        if (trace is null || !RunToRead(trace, process, inputBytes))
        {
            return null;
        }

        // The read ends at the next stop; where it returns to is where the next one will.
        if (!trace.RunToSystemCall())
        {
            return null;
        }

        nint home = trace.Read(Register.Rip);
        long instructions = 0;
        nint last = home;
        while (trace.Step())
        {
            nint now = trace.Read(Register.Rip);
            instructions += now != last ? 1 : 0;
            last = now;
            if (now == home && trace.Read(Register.Rax) >= LeastBytes)
            {
                return new BlockCount(instructions, trace.Read(Register.Rax));
            }
        }

        return null;
    }

    private static bool RunToRead(ProcessTrace trace, int process, long inputBytes)
    {
        while (trace.RunToSystemCall())
        {
            // The end of a call comes here too: then its result is in the register.
            if (trace.Read(Register.Rax) != Begun)
            {
                continue;
            }

            long at = trace.Read(Register.SystemCallNumber) switch
            {
                PositionedReadCall => trace.Read(Register.R10),
                ReadCall => Position(process, trace.Read(Register.Rdi)),
                _ => 0,
            };
            if (at > inputBytes * End)
            {
                return false;
            }

            if (at > inputBytes * Begin)
            {
                return true;
            }
        }

        return false;
    }

    private static long Position(int process, nint file)
    {
        string line = File.ReadLines(string.Create(CultureInfo.InvariantCulture, $"/proc/{process}/fdinfo/{file}")).First();
        return long.Parse(line.AsSpan("pos:".Length).Trim(), CultureInfo.InvariantCulture);
    }
}

/// <summary>What a block cost.</summary>
/// <param name="Instructions">Instructions executed, outside of the kernel.</param>
/// <param name="Bytes">Bytes of the block.</param>
internal readonly record struct BlockCount(long Instructions, long Bytes);
