using System.ComponentModel;
using System.Runtime.InteropServices;

namespace Compiled.Jobs.Instructions;

/// <summary>What of ptrace(2) is needed to run one thread of another process step by step, on Linux and x86-64. Every call on a traced thread must come from the thread that seized it.</summary>
internal sealed partial class ProcessTrace : IDisposable
{
    private const int Seize = 0x4206;
    private const int Interrupt = 0x4207;
    private const int Continue = 7;
    private const int SingleStep = 9;
    private const int Detach = 17;
    private const int SystemCall = 24;
    private const int PeekUser = 3;
    private const int MarkSystemCalls = 1;
    private const int AllThreads = 0x40000000;
    private const int Trap = 5;
    private readonly int _thread;
    private bool _isTraced = true;

    private ProcessTrace(int thread) => _thread = thread;

    /// <summary>Begins to trace a thread and stops it; null if it has ended.</summary>
    public static ProcessTrace? TryBegin(int thread)
    {
        if (Trace(Seize, thread, 0, MarkSystemCalls) != 0)
        {
            return null;
        }

        var trace = new ProcessTrace(thread);
        _ = Trace(Interrupt, thread, 0, 0);
        return trace.Wait(out _) ? trace : null;
    }

    /// <summary>Runs to the next begin or end of a system call; false if the thread ended.</summary>
    public bool RunToSystemCall() => Resume(SystemCall, status => (status >> 8 & 0xFF) == (Trap | 0x80));

    /// <summary>Runs one instruction; false if the thread ended.</summary>
    public bool Step() => Resume(SingleStep, status => (status >> 8) == Trap);

    /// <summary>The value of a register.</summary>
    public nint Read(Register register) => Trace(PeekUser, _thread, (nint)register * sizeof(ulong), 0);

    /// <summary>Lets the thread run on.</summary>
    public void Dispose()
    {
        if (_isTraced)
        {
            _isTraced = false;
            _ = Trace(Detach, _thread, 0, 0);
        }
    }

    // Signals are passed on; other stops (of a group, of the interruption) are run over.
    private bool Resume(int request, Func<int, bool> isReached)
    {
        for (int signal = 0; ; )
        {
            if (Trace(request, _thread, 0, signal) != 0 || !Wait(out int status))
            {
                _isTraced = false;
                return false;
            }

            if (isReached(status))
            {
                return true;
            }

            int stop = status >> 8 & 0xFF;
            signal = status >> 16 != 0 || stop == Trap || stop == (Trap | 0x80) ? 0 : stop;
        }
    }

    private bool Wait(out int status)
    {
        if (WaitFor(_thread, out status, AllThreads) < 0)
        {
            throw new Win32Exception(Marshal.GetLastPInvokeError());
        }

        return (status & 0xFF) == 0x7F;
    }

    [LibraryImport("libc", EntryPoint = "ptrace")]
    private static partial nint Trace(nint request, nint thread, nint address, nint data);

    [LibraryImport("libc", EntryPoint = "waitpid", SetLastError = true)]
    private static partial int WaitFor(int thread, out int status, int options);
}

/// <summary>Where registers lie in <c>struct user</c>, in words.</summary>
internal enum Register
{
    R10 = 7,
    Rax = 10,
    Rdi = 14,
    SystemCallNumber = 15,
    Rip = 16,
}
