using System.Globalization;

namespace Compiled.Jobs.Inputs;

/// <summary>
/// A job's input many times over, without its bytes lying there many times: cut into pieces of whole rows, and a folder with a number of links to each piece. A job that takes the
/// links of one piece an epoch runs for seconds and has an epoch about each second; since a watermark moves between epochs only, no row is late that is not in one pass, and every sum is
/// that of one pass times their number.
/// </summary>
internal static class RepeatedInput
{
    /// <summary>Number of pieces, and so of epochs.</summary>
    public const int Pieces = 6;

    private static readonly Dictionary<(string, int), string> s_folders = [];

    /// <summary>The folder with the links, each piece's in a row in the order in which files are read.</summary>
    public static string FolderOf(JobInput input, int passes)
    {
        if (!s_folders.TryGetValue((input.Path, passes), out string? folder))
        {
            s_folders.Add((input.Path, passes), folder = Make(input, passes));
        }

        return folder;
    }

    private static string Make(JobInput input, int passes)
    {
        string pieces = input.Path + ".pieces";
        if (!Directory.Exists(pieces))
        {
            string unfinished = pieces + ".unfinished";
            Directory.CreateDirectory(unfinished);
            Cut(input, unfinished);
            Directory.Move(unfinished, pieces);
        }

        string folder = Directory.CreateTempSubdirectory("compiled-jobs-input").FullName;
        AppDomain.CurrentDomain.ProcessExit += (_, _) => Directory.Delete(folder, recursive: true);
        for (int piece = 0; piece < Pieces; piece++)
        {
            for (int pass = 0; pass < passes; pass++)
            {
                string name = string.Create(CultureInfo.InvariantCulture, $"{piece}-{pass:D3}{Path.GetExtension(input.Path)}");
                File.CreateSymbolicLink(Path.Combine(folder, name), PieceIn(pieces, piece, input));
            }
        }

        return folder;
    }

    private static void Cut(JobInput input, string folder)
    {
        byte[] rows = File.ReadAllBytes(input.Path);
        int header = Path.GetExtension(input.Path) == ".csv" ? Array.IndexOf(rows, (byte)'\n') + 1 : 0;
        int start = header;
        var time = new DateTime(2024, 1, 1, 0, 0, 0, DateTimeKind.Utc);
        for (int piece = 0; piece < Pieces; piece++)
        {
            int end = EndOfRow(input, rows, header + (int)((rows.Length - header) * (long)(piece + 1) / Pieces));
            string path = PieceIn(folder, piece, input);
            using (FileStream file = File.Create(path))
            {
                file.Write(rows, 0, header);
                file.Write(rows, start, end - start);
            }

            // Files are read in the order of their times.
            File.SetLastWriteTimeUtc(path, time.AddMinutes(piece));
            start = end;
        }
    }

    // Binary rows have all the same size.
    private static int EndOfRow(JobInput input, byte[] rows, int about)
    {
        if (Path.GetExtension(input.Path) == ".bin")
        {
            int size = (int)(rows.Length / input.Rows);
            return about / size * size;
        }

        return about == rows.Length ? about : Array.IndexOf(rows, (byte)'\n', about) + 1;
    }

    private static string PieceIn(string folder, int piece, JobInput input) => Path.Combine(folder, piece.ToString(CultureInfo.InvariantCulture) + Path.GetExtension(input.Path));
}
