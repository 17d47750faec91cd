namespace Compiled.Samples.Tests.WrongInput;

public readonly record struct Measured(Utf8String Room, int Degrees);

public readonly record struct Needed(Utf8String Room, int Share);

/// <summary>A small pipeline whose lambda throws for a room of exactly 20 degrees.</summary>
[Pipeline]
public static partial class Rooms
{
    [Query(OutputMode.Append)]
    static IStream<Needed> Heating([Csv] IStream<Measured> rooms) => rooms
        .Where(r => r.Degrees < 30)
        .Select(r => new Needed(r.Room, Share(100, r.Degrees - 20)));

    private static int Share(int whole, int parts)
    {
        return whole / parts;
    }
}
