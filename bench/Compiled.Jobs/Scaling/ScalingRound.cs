namespace Compiled.Jobs.Scaling;

/// <summary>Times of one round, in seconds.</summary>
/// <param name="One">Compiled with one worker.</param>
/// <param name="Several">Compiled with several.</param>
/// <param name="Once">The C++ program alone; NaN if there is none.</param>
/// <param name="AtOnce">The slowest of as many C++ programs at once as there are workers; NaN if there is none.</param>
internal sealed record ScalingRound(double One, double Several, double Once, double AtOnce);
