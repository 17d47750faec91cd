namespace Compiled.Benchmarks;

/// <summary>Every benchmark checks its answer: a fast wrong one counts for nothing.</summary>
internal static class Answer
{
    public static T Expect<T>(T expected, T actual)
        where T : IEquatable<T> =>
        actual.Equals(expected) ? actual : throw new InvalidOperationException($"The answer is {actual} instead of {expected}.");
}
