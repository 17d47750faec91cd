// Counts words that come over a socket; Ctrl-C stops after the batch.
// Arguments: host and port to connect to (`nc -lk 9999` in another terminal, then type); or `listen` and a port, 0 for any, to which others connect.
using System.Globalization;
using Compiled;
using Compiled.Samples;

string host = args.Length > 0 ? args[0] : "localhost";
int port = args.Length > 1 ? int.Parse(args[1], CultureInfo.InvariantCulture) : 9999;
try
{
    Input<Utf8String> lines;
    if (host == "listen")
    {
        ListenSource listener = Source.Listen(port);
        Console.WriteLine($"listening on port {listener.Port}");
        lines = listener;
    }
    else
    {
        lines = Source.Socket(host, port);
    }

    await WordCount
        .Read(lines: lines)
        .Write(counts: Sink.Console(rows: 100))
        .Trigger(Trigger.ProcessingTime("200 ms"))
        .RunAsync();
}
catch (PipelineException failure)
{
    Console.Error.WriteLine(failure.Message);
    return 1;
}

return 0;
