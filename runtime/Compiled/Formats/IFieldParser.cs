namespace Compiled.Formats;

/// <summary>Converts the text of one field; a struct, so that the loop around it is compiled for it.</summary>
/// <typeparam name="T">Element type of the column.</typeparam>
public unsafe interface IFieldParser<T>
    where T : unmanaged
{
    /// <summary>What a field must be, for messages: "a number".</summary>
    string Expectation { get; }

    /// <summary>Converts the whole slice; up to 32 bytes after it are readable.</summary>
    bool TryParse(byte* p, int length, out T value);
}
