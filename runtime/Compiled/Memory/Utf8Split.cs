using System.Collections;

namespace Compiled;

/// <summary>
/// The parts of a text between separators: what <see cref="Utf8String.Split(char)"/> gives. In a query's <c>SelectMany</c> the compiler turns it
/// into a loop; elsewhere enumerating it through the concrete type allocates nothing.
/// </summary>
public readonly struct Utf8Split : IEnumerable<Utf8String>
{
    private readonly Utf8String _text;
    private readonly byte _separator;
    private readonly bool _skipEmpty;

    internal Utf8Split(Utf8String text, char separator, StringSplitOptions options)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(separator, (char)127);
        if ((options & ~StringSplitOptions.RemoveEmptyEntries) != 0)
        {
            throw new ArgumentOutOfRangeException(nameof(options), "Only None and RemoveEmptyEntries are supported.");
        }

        _text = text;
        _separator = (byte)separator;
        _skipEmpty = options == StringSplitOptions.RemoveEmptyEntries;
    }

    /// <summary>Enumerates the parts without allocating.</summary>
    public Enumerator GetEnumerator() => new(_text, _separator, _skipEmpty);

    /// <inheritdoc/>
    IEnumerator<Utf8String> IEnumerable<Utf8String>.GetEnumerator() => GetEnumerator();

    /// <inheritdoc/>
    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <summary>Walks the parts in order.</summary>
    public struct Enumerator : IEnumerator<Utf8String>
    {
        private readonly Utf8String _text;
        private readonly byte _separator;
        private readonly bool _skipEmpty;
        private int _next;

        internal Enumerator(Utf8String text, byte separator, bool skipEmpty)
        {
            _text = text;
            _separator = separator;
            _skipEmpty = skipEmpty;
            _next = 0;
            Current = default;
        }

        /// <summary>The part reached.</summary>
        public Utf8String Current { get; private set; }

        /// <inheritdoc/>
        readonly object IEnumerator.Current => Current;

        /// <summary>Goes to the next part; false after the last.</summary>
        public bool MoveNext()
        {
            while (_next <= _text.Length)
            {
                int start = _next;
                int length = _text.Span[start..].IndexOf(_separator);
                if (length < 0)
                {
                    length = _text.Length - start;
                }

                _next = start + length + 1;
                if (length > 0 || !_skipEmpty)
                {
                    Current = _text.Substring(start, length);
                    return true;
                }
            }

            return false;
        }

        /// <summary>Starts again.</summary>
        public void Reset() => _next = 0;

        /// <summary>Nothing to release.</summary>
        public readonly void Dispose()
        {
        }
    }
}
