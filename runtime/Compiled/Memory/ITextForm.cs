namespace Compiled.Memory;

/// <summary>What a decoder makes of a text for its column, at once while the text's line is in the nearest cache: a slice is not always what queries need.</summary>
/// <typeparam name="T">Element type of the column.</typeparam>
public interface ITextForm<T>
    where T : unmanaged
{
    /// <summary>Sets <paramref name="value"/> to what stands for <paramref name="text"/>, behind whose end 64 bytes are readable. What it keeps of the text's address is valid as long as the text is.</summary>
    static abstract void Set(out T value, Utf8Slice text);

    /// <summary>How short texts lie in a value.</summary>
    internal static virtual TextLayout Layout => TextLayout.Other;
}
