namespace Compiled.State;

/// <summary>Sees one key and its value; the spans are valid only during the call.</summary>
internal delegate void KeyValueVisitor(ReadOnlySpan<byte> key, ReadOnlySpan<byte> value);
