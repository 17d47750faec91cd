namespace Compiled.Jobs;

/// <summary>One side-by-side job: its input, its right answer, who takes part.</summary>
/// <param name="Name">Name of the job.</param>
/// <param name="Input">Kind of input, as the generator of inputs calls it.</param>
/// <param name="DefaultRows">Rows of the workload's definition.</param>
/// <param name="DefaultSha">SHA-256 of the sorted answer for <paramref name="DefaultRows"/> rows of the workload's own generator; null if it is not published.</param>
/// <param name="LimitProgram">Name of the C++ program that does the same, or null.</param>
/// <param name="Reference">The same answer by the plainest code, for inputs without a published one.</param>
/// <param name="Contenders">Who takes part.</param>
internal sealed record Job(
    string Name,
    string Input,
    int DefaultRows,
    string? DefaultSha,
    string? LimitProgram,
    Func<string, Answer> Reference,
    IReadOnlyList<IContender> Contenders)
{
    /// <summary>SHA-256 of the right answer for an input: the published one, else the reference's.</summary>
    public string RightHash(JobInput input) => input.IsDefault && DefaultSha is not null ? DefaultSha : Answer.Hash(Reference(input.Path).Text());
}

/// <summary>What a contender is given.</summary>
/// <param name="Path">The input file.</param>
/// <param name="Rows">Its rows.</param>
/// <param name="Bytes">Its size.</param>
/// <param name="IsDefault">Whether it is the workload's own input of its own size, whose answer is published.</param>
/// <param name="Workers">Workers that a compiled pipeline may use.</param>
internal sealed record JobInput(string Path, long Rows, long Bytes, bool IsDefault, int Workers);
