using Compiled.Generator.Optimize;
using Compiled.Generator.Plan;

namespace Compiled.Generator.Emit;

/// <summary>The struct of a key of several parts.</summary>
public sealed class KeyStructEmitter(SourceWriter writer)
{
    public void Emit(string name, EquatableArray<KeyPart> parts)
    {
        string parameters = string.Join(", ", parts.Select(p => $"{KeyTypes.Of(p.Type)} {p.Name}"));
        writer.Open($"private struct {name}({parameters}) : IGroupKey<{name}>");
        foreach (KeyPart part in parts)
        {
            writer.Line($"public {KeyTypes.Of(part.Type)} {part.Name} = {part.Name};");
        }

        writer.Line();
        EmitHash("Hash", name, parts);
        EmitHash("InlineHash", name, parts);
        EmitComparison("bool Equal", "Equal", "&&", name, parts);
        EmitComparison("ulong InlineDifference", "InlineDifference", "|", name, parts);
        writer.Line("[MethodImpl(MethodImplOptions.AggressiveInlining)]");
        writer.Line($"public static bool IsInline(in {name} key) => {string.Join(" && ", parts.Select(p => $"{KeyTypes.Of(p.Type)}.IsInline(in key.{p.Name})"))};");
        writer.Line();
        Method($"public static void Intern(ref {name} key, TextArena arena)", parts, p => Intern(p));
        Method($"public static void Write(in {name} key, StateWriter writer)", parts, p => $"{KeyTypes.Of(p.Type)}.Write(in key.{p.Name}, writer);");
        writer.Line($"public static {name} Read(ref StateReader reader, TextArena arena) =>");
        writer.Line($"    new({string.Join(", ", parts.Select(p => $"{KeyTypes.Of(p.Type)}.Read(ref reader, arena)"))});");
        writer.Close();
        writer.Line();
    }

    private void EmitHash(string method, string name, EquatableArray<KeyPart> parts)
    {
        IEnumerable<string> hashes = parts.Select(p => $"{KeyTypes.Of(p.Type)}.{method}(in key.{p.Name})");
        writer.Line("[MethodImpl(MethodImplOptions.AggressiveInlining)]");
        writer.Line($"public static ulong {method}(in {name} key) => {hashes.Aggregate((left, right) => $"KeyHash.Combine({left}, {right})")};");
        writer.Line();
    }

    private void EmitComparison(string head, string method, string join, string name, EquatableArray<KeyPart> parts)
    {
        writer.Line("[MethodImpl(MethodImplOptions.AggressiveInlining)]");
        writer.Line($"public static {head}(in {name} left, in {name} right) =>");
        writer.Line("    " + string.Join($" {join} ", parts.Select(p => $"{KeyTypes.Of(p.Type)}.{method}(in left.{p.Name}, in right.{p.Name})")) + ";");
        writer.Line();
    }

    // Numbers point to nothing.
    private static string Intern(KeyPart part) => part.Type.IsText ? $"TextKey.Intern(ref key.{part.Name}, arena);" : string.Empty;

    private void Method(string head, EquatableArray<KeyPart> parts, Func<KeyPart, string> line)
    {
        writer.Open(head);
        foreach (string text in parts.Select(line).Where(t => t.Length > 0))
        {
            writer.Line(text);
        }

        writer.Close();
        writer.Line();
    }
}
