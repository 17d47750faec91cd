// Counts words that come over a socket: `nc -lk 9999` in another terminal, then type. Arguments: host, port; both optional. Ctrl-C stops after the batch.
using System.Globalization;
using Compiled;
using Compiled.Samples;

string host = args.Length > 0 ? args[0] : "localhost";
int port = args.Length > 1 ? int.Parse(args[1], CultureInfo.InvariantCulture) : 9999;
await WordCount
    .Read(lines: Source.Socket(host, port))
    .Write(counts: Sink.Console())
    .Trigger(Trigger.ProcessingTime("1 second"))
    .RunAsync();
