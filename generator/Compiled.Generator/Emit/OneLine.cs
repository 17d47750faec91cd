namespace Compiled.Generator.Emit;

/// <summary>The user's text in a comment of one line.</summary>
public static class OneLine
{
    public static string Of(string text) => string.Join(" ", text.Split(['\r', '\n', ' '], StringSplitOptions.RemoveEmptyEntries));
}
