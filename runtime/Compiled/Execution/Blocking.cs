namespace Compiled.Execution;

/// <summary>
/// Waits on the job's own thread. A job has a thread of its own because workers hold state that one thread uses at a time and a batch must not hop between pool threads;
/// the thread blocks only on sources and sinks, which complete elsewhere.
/// </summary>
internal static class Blocking
{
    public static void Wait(ValueTask task)
    {
        if (task.IsCompleted)
        {
            task.GetAwaiter().GetResult();
        }
        else
        {
            task.AsTask().GetAwaiter().GetResult();
        }
    }

    public static T Wait<T>(ValueTask<T> task) => task.IsCompleted ? task.Result : task.AsTask().GetAwaiter().GetResult();
}
