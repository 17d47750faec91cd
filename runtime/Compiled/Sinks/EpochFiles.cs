using System.Globalization;
using Compiled.Checkpoint;

namespace Compiled.Sinks;

/// <summary>
/// The names in a sink's folder. Rows: <c>part-00000012.json</c> for epoch 12; a whole result: <c>result.json</c>, replaced by each epoch. What is not committed begins with a dot.
/// </summary>
internal sealed class EpochFiles
{
    private const string Prefix = "part-";
    private readonly string _folder;
    private readonly string _extension;
    private readonly bool _isWholeResult;
    private readonly bool _continuesNumbers;
    private long _offset;
    private bool _begun;

    /// <param name="continuesNumbers">
    /// Whether files of earlier runs stay and this run's get the numbers after theirs: without a checkpoint every run counts its epochs from the start.
    /// </param>
    public EpochFiles(string folder, string extension, bool isWholeResult, bool continuesNumbers)
    {
        _folder = folder;
        _extension = extension;
        _isWholeResult = isWholeResult;
        _continuesNumbers = continuesNumbers;
        SinkFaults.Guard(folder, () => Directory.CreateDirectory(folder));
    }

    public string HiddenPath(long epoch) => Path.Join(_folder, string.Create(CultureInfo.InvariantCulture, $".{(_isWholeResult ? "result-" : Prefix)}{epoch + _offset:D8}{_extension}.tmp"));

    /// <summary>Deletes what an unfinished attempt left behind.</summary>
    public void Begin(long epoch) => SinkFaults.Guard(_folder, () =>
    {
        if (_begun)
        {
            File.Delete(HiddenPath(epoch));
            return;
        }

        _begun = true;
        foreach (string leftover in Directory.EnumerateFiles(_folder, $".{(_isWholeResult ? "result-" : Prefix)}*{_extension}.tmp"))
        {
            File.Delete(leftover);
        }

        if (!_isWholeResult)
        {
            PlaceAfterEarlierFiles(epoch);
        }
    });

    /// <summary>Renames the epoch's hidden file; if there is none, the epoch was empty or has been shown before.</summary>
    public void Show(long epoch, bool sync)
    {
        string hidden = HiddenPath(epoch);
        SinkFaults.Guard(hidden, () =>
        {
            if (File.Exists(hidden))
            {
                File.Move(hidden, VisiblePath(epoch), overwrite: true);
                if (sync)
                {
                    FolderSync.Sync(_folder);
                }
            }
        });
    }

    private string VisiblePath(long epoch) => Path.Join(
        _folder, _isWholeResult ? $"result{_extension}" : string.Create(CultureInfo.InvariantCulture, $"{Prefix}{epoch + _offset:D8}{_extension}"));

    private void PlaceAfterEarlierFiles(long epoch)
    {
        long last = -1;
        foreach (string file in Directory.EnumerateFiles(_folder, $"{Prefix}*{_extension}"))
        {
            last = Math.Max(last, Number(file));
        }

        if (_continuesNumbers)
        {
            _offset = last + 1 - epoch;
        }
        else if (last > epoch)
        {
            throw SinkFaults.ForeignFolder(_folder, last, epoch);
        }
    }

    private long Number(string path)
    {
        string name = Path.GetFileName(path);
        return long.TryParse(name.AsSpan(Prefix.Length, name.Length - Prefix.Length - _extension.Length), NumberStyles.None, CultureInfo.InvariantCulture, out long number) ? number : -1;
    }
}
