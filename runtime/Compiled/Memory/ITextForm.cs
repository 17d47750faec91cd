namespace Compiled.Memory;

/// <summary>What a decoder makes of a text for its column, at once while the text's line is in the nearest cache: a slice is not always what queries need.</summary>
/// <typeparam name="T">Element type of the column.</typeparam>
public unsafe interface ITextForm<T>
    where T : unmanaged
{
    /// <summary>Sets <paramref name="value"/> to what stands for <paramref name="text"/>, behind whose end 64 bytes are readable. What it keeps of the text's address is valid as long as the text is.</summary>
    static abstract void Set(out T value, Utf8Slice text);

    /// <summary>Sets the values of texts that lie one behind the other, one byte apart.</summary>
    /// <param name="start">What bounds are relative to; behind the last text 64 bytes are readable.</param>
    /// <param name="bounds">Where each text begins, and where one behind the last would.</param>
    /// <param name="count">Number of texts.</param>
    /// <param name="values">Takes the values.</param>
    static abstract void SetAll(byte* start, uint* bounds, int count, T* values);

    /// <summary>How short texts lie in a value.</summary>
    internal static virtual TextLayout Layout => TextLayout.Other;
}
