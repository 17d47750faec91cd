using System.ComponentModel;
using System.Diagnostics;

namespace Compiled.Jobs.Inputs;

/// <summary>Starts other programs.</summary>
internal static class Processes
{
    public static Process Start(string program, IEnumerable<string> arguments, bool readOutput = false)
    {
        var start = new ProcessStartInfo(program, arguments) { RedirectStandardOutput = readOutput };
        return Process.Start(start) ?? throw new InvalidOperationException($"{program} could not be started.");
    }

    /// <summary>Whether the program exists and ends well; its output is dropped.</summary>
    public static bool Succeeds(string program, IEnumerable<string> arguments)
    {
        try
        {
            using Process process = Start(program, arguments, readOutput: true);
            process.StandardOutput.ReadToEnd();
            process.WaitForExit();
            return process.ExitCode == 0;
        }
        catch (Win32Exception)
        {
            return false;
        }
    }
}
