// Counts words that come over a socket; Ctrl-C stops after the batch.
// Arguments: host and port to connect to (`nc -lk 9999` in another terminal, then type); or `listen` and a port, 0 for any, to which others connect.
using System.Globalization;
using Compiled;
using Compiled.Samples;

string host = args.Length > 0 ? args[0] : "localhost";
if (!ushort.TryParse(args.Length > 1 ? args[1] : "9999", CultureInfo.InvariantCulture, out ushort port) || (port == 0 && host != "listen"))
{
    Console.Error.WriteLine($"'{args[1]}' is not a port: give a number up to 65535.");
    return 2;
}

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
