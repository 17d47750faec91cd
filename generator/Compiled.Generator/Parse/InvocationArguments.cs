using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace Compiled.Generator.Parse;

/// <summary>Arguments by parameter: the order in which named arguments are written, or the static form of an extension call, makes no difference.</summary>
internal static class InvocationArguments
{
    /// <summary>The argument for the parameter at <paramref name="ordinal"/>.</summary>
    public static IOperation ArgumentAt(this IInvocationOperation call, int ordinal) => call.Arguments.First(a => a.Parameter?.Ordinal == ordinal).Value;

    public static IOperation? ArgumentNamed(this IInvocationOperation call, string name) => call.Arguments.FirstOrDefault(a => a.Parameter?.Name == name)?.Value;
}
