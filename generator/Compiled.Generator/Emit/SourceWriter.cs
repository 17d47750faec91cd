using System.Text;

namespace Compiled.Generator.Emit;

/// <summary>Writes C# with indentation and \n, whatever the machine.</summary>
public sealed class SourceWriter
{
    private readonly StringBuilder _text = new();
    private int _indent;

    /// <summary>Writes lines at the current indentation; an empty text is an empty line.</summary>
    public SourceWriter Line(string text = "")
    {
        foreach (string line in text.Split('\n'))
        {
            string content = line.TrimEnd('\r', ' ');
            if (content.Length > 0)
            {
                _text.Append(' ', _indent * 4).Append(content);
            }

            _text.Append('\n');
        }

        return this;
    }

    /// <summary>A preprocessor line: starts in column 0.</summary>
    public SourceWriter Directive(string text)
    {
        _text.Append(text).Append('\n');
        return this;
    }

    /// <summary>A head line, an opening brace, and one level more.</summary>
    public SourceWriter Open(string head)
    {
        Line(head);
        Line("{");
        _indent++;
        return this;
    }

    /// <summary>One level less and a closing brace.</summary>
    public SourceWriter Close(string suffix = "")
    {
        _indent--;
        Line("}" + suffix);
        return this;
    }

    public override string ToString() => _text.ToString();
}
