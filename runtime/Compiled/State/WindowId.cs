namespace Compiled.State;

/// <summary>One window of one operator.</summary>
/// <param name="OperatorId">Tells the operators of a pipeline apart.</param>
/// <param name="Start">UTC ticks; <see cref="long.MinValue"/> without windows.</param>
internal readonly record struct WindowId(ushort OperatorId, long Start);
