using System.Text;
using System.Text.Json;

namespace Compiled.Jobs.Plain;

/// <summary>What the JSON loops share.</summary>
internal static class JsonLines
{
    /// <summary>The next whole line of a block, without its line feed.</summary>
    public static bool TryNext(ReadOnlySpan<byte> block, ref int position, bool isLast, out ReadOnlySpan<byte> line)
    {
        ReadOnlySpan<byte> rest = block[position..];
        int length = rest.IndexOf((byte)'\n');
        if (length < 0)
        {
            line = isLast ? rest : default;
            position += line.Length;
            return line.Length > 0;
        }

        line = rest[..length];
        position += length + 1;
        return true;
    }

    /// <summary>The bytes of a string value; copies only a value with escapes.</summary>
    public static ReadOnlySpan<byte> Text(ref Utf8JsonReader json) =>
        json.ValueIsEscaped ? Encoding.UTF8.GetBytes(json.GetString()!) : json.ValueSpan;
}
