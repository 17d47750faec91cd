namespace Compiled.Generator.Parse;

/// <summary>
/// The ids of what parsing finds. Each finding has one argument: the whole message, that says what is wrong here and what to write instead.
/// All are errors but <see cref="StringAllocates"/>.
/// </summary>
public static class RuleIds
{
    public const string NotPartial = "CMP0101";
    public const string WrongShape = "CMP0102";
    public const string UnreadableQuery = "CMP0103";
    public const string UnreadableExpression = "CMP0104";
    public const string InputsDiffer = "CMP0106";
    public const string RecursiveQuery = "CMP0107";
    public const string UnreadableRow = "CMP0201";
    public const string UnsupportedKey = "CMP0202";
    public const string UnsupportedState = "CMP0203";
    public const string StringAllocates = "CMP0204";
    public const string RowsMisused = "CMP0205";
    public const string MalformedDuration = "CMP0301";
    public const string NoTime = "CMP0302";
}
