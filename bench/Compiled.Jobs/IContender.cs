namespace Compiled.Jobs;

/// <summary>One way to do a job. The whole of <see cref="RunAsync"/> is timed: from opening the file to the answer in memory.</summary>
internal interface IContender
{
    /// <summary>Name in the tables.</summary>
    string Name { get; }

    /// <summary>How often the rows of the input pass.</summary>
    int Passes => 1;

    /// <summary>Does the job once. The answer's text is made lazily, by who asks for it.</summary>
    ValueTask<Answer> RunAsync(JobInput input);
}
