namespace Compiled.Tests;

/// <summary>
/// Tests that count what threads allocate over a while that cannot be repeated (see Formats.SteadyState for what can): a collection that another test causes counts what is left of a thread's allocation buffer as allocated. So they run when no other does.
/// </summary>
[CollectionDefinition(nameof(Alone), DisableParallelization = true)]
public sealed class Alone;
