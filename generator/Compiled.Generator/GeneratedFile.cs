namespace Compiled.Generator;

/// <summary>One generated file: the hint name holds the full name of the class, so that classes of one name in two namespaces do not collide.</summary>
public sealed record GeneratedFile(string HintName, string Text);
