namespace Compiled.Formats;

/// <summary>A window of a <see cref="JsonSegment"/> that is compared in many rows. What it is compared with stays in registers.</summary>
internal unsafe interface IJsonWindow<TSelf>
    where TSelf : struct, IJsonWindow<TSelf>
{
    /// <summary>Whether all that was compared is as foreseen.</summary>
    bool IsAsForeseen { get; }

    /// <summary>Begins with a window's description.</summary>
    static abstract TSelf Begin(byte* window);

    /// <summary>Compares a row.</summary>
    void Compare(byte* bytes);
}
