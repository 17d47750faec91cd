using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace Compiled.Analyzers;

/// <summary>What gives another value when it is asked again: clocks, random numbers, new Guids, the environment, randomised hash codes.</summary>
internal static class Nondeterminism
{
    private static readonly HashSet<string> s_types =
    [
        "System.Environment", "System.TimeProvider", "System.HashCode", "System.Diagnostics.Stopwatch", "System.Diagnostics.Process",
        "System.Security.Cryptography.RandomNumberGenerator", "System.IO.File", "System.IO.Directory", "System.Console",
    ];

    private static readonly HashSet<string> s_members =
    [
        "System.DateTime.Now", "System.DateTime.UtcNow", "System.DateTime.Today", "System.DateTimeOffset.Now", "System.DateTimeOffset.UtcNow",
        "System.Guid.NewGuid", "System.Guid.CreateVersion7", "System.Random.Shared", "System.IO.Path.GetRandomFileName", "System.IO.Path.GetTempFileName",
        "System.Globalization.CultureInfo.CurrentCulture", "System.Globalization.CultureInfo.CurrentUICulture", "System.TimeZoneInfo.Local",
        "System.Threading.Thread.CurrentThread", "System.String.GetHashCode",
    ];

    /// <summary>The name of the member that <paramref name="operation"/> uses, if it is one of these; else null.</summary>
    public static string? NameOf(IOperation operation) => operation switch
    {
        IInvocationOperation call when IsRandom(call.TargetMethod.ContainingType) => IsSeeded(call.Instance) ? null : Display(call.TargetMethod),
        IInvocationOperation call => Judge(call.TargetMethod),
        IMethodReferenceOperation reference => Judge(reference.Method),
        IPropertyReferenceOperation property => Judge(property.Property),
        IObjectCreationOperation { Constructor: { } made } creation when IsRandom(made.ContainingType) => creation.Arguments.Length == 0 ? "new Random()" : null,
        IObjectCreationOperation { Constructor: { } made } => Judge(made),
        _ => null,
    };

    private static string? Judge(ISymbol member)
    {
        string type = FullName(member.ContainingType);
        return s_types.Contains(type) || s_members.Contains(type + "." + member.Name) ? Display(member) : null;
    }

    private static bool IsRandom(INamedTypeSymbol? type) => type is not null && FullName(type) == "System.Random";

    /// <summary>A Random made on the spot from a seed gives the same numbers whenever it is made; one that is kept goes on.</summary>
    private static bool IsSeeded(IOperation? instance) => instance is IObjectCreationOperation { Arguments.Length: > 0 };

    private static string Display(ISymbol member) => member.Name == ".ctor" ? $"new {member.ContainingType.Name}()" : $"{member.ContainingType.Name}.{member.Name}";

    private static string FullName(INamedTypeSymbol? type) => type is null ? "" : $"{type.ContainingNamespace?.ToDisplayString()}.{type.MetadataName}";
}
