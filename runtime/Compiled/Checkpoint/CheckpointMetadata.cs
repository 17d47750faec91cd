using System.Text.Json;

namespace Compiled.Checkpoint;

/// <summary>The file <c>metadata</c>: whose checkpoint this is.</summary>
/// <param name="JobId">Made when the checkpoint was; the same for its whole life.</param>
/// <param name="Pipeline">The pipeline's name.</param>
/// <param name="StateSchema">The layout of its state, as text.</param>
internal sealed record CheckpointMetadata(string JobId, string Pipeline, string StateSchema)
{
    private const string FileName = "metadata";
    private const string Kind = "metadata";

    /// <summary>Reads the file, or writes it if the checkpoint is new, and makes sure that it is this pipeline's.</summary>
    /// <exception cref="PipelineException">CMP0952: another pipeline's. CMP0953: another state schema. CMP0955: damaged.</exception>
    public static CheckpointMetadata OpenOrCreate(IFileSystem files, string folder, string pipeline, string stateSchema)
    {
        string path = Path.Combine(folder, FileName);
        if (!files.Exists(path))
        {
            var created = new CheckpointMetadata(Guid.NewGuid().ToString("N"), pipeline, stateSchema);
            CheckpointFile.Write(files, folder, FileName, Kind, created.ToLines());
            return created;
        }

        CheckpointMetadata found = FromLines(CheckpointFile.Read(files, folder, FileName, Kind));
        if (found.Pipeline != pipeline)
        {
            throw new PipelineException("CMP0952", $"The checkpoint '{folder}' belongs to pipeline '{found.Pipeline}', not to '{pipeline}'. "
                + "Give each pipeline a folder of its own; if the class was renamed, begin anew in an empty folder.");
        }

        if (found.StateSchema != stateSchema)
        {
            throw new PipelineException("CMP0953", $"The checkpoint '{folder}' holds state of another layout than '{pipeline}' has now: {Difference(found.StateSchema, stateSchema)} "
                + "Run the job with the queries that wrote it, or begin anew in an empty folder.");
        }

        return found;
    }

    private IEnumerable<string> ToLines()
    {
        yield return EpochRecords.Line(json =>
        {
            json.WriteString("job", JobId);
            json.WriteString("pipeline", Pipeline);
        });

        // A line of the schema a line of the file, so that two checkpoints can be compared by eye.
        foreach (string line in StateSchema.Split('\n'))
        {
            yield return EpochRecords.Line(json => json.WriteString("state", line));
        }
    }

    private static CheckpointMetadata FromLines(string[] lines)
    {
        JsonElement first = EpochRecords.Parse(lines[0]);
        IEnumerable<string?> schema = lines.Skip(1).Select(line => EpochRecords.Parse(line).GetProperty("state").GetString());
        return new CheckpointMetadata(first.GetProperty("job").GetString()!, first.GetProperty("pipeline").GetString()!, string.Join('\n', schema));
    }

    private static string Difference(string then, string now)
    {
        string[] old = then.Split('\n');
        string[] current = now.Split('\n');
        int same = 0;
        while (same < Math.Min(old.Length, current.Length) && old[same] == current[same])
        {
            same++;
        }

        static string At(string[] lines, int index) => index < lines.Length ? $"'{lines[index].Trim()}'" : "nothing";
        return $"line {same + 1} was {At(old, same)} and is {At(current, same)}.";
    }
}
