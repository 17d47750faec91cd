namespace Compiled.Formats;

/// <summary>
/// The rows of a <see cref="JsonShape"/> as text with holes: fixed bytes and values in turn, and how long the values were in the rows observed.
/// From it a <see cref="JsonTemplate"/> and a <see cref="JsonWalk"/> are made.
/// </summary>
internal sealed unsafe class JsonOutline
{
    /// <summary>Rows to observe before a template is made: enough that a value of one length in all of them is likely to keep it.</summary>
    public const int EnoughRows = 48;

    private readonly List<Value> _values = [];
    private readonly List<byte> _fixed = [];
    private JsonLayout.Place[] _slots = [];

    /// <summary>Rows observed, up to <see cref="EnoughRows"/>.</summary>
    public int Rows { get; private set; }

    /// <summary>The values in order; behind the last one there are fixed bytes up to the end of <see cref="Fixed"/>.</summary>
    public IReadOnlyList<Value> Values => _values;

    /// <summary>All fixed bytes; the last one is the newline.</summary>
    public IReadOnlyList<byte> Fixed => _fixed;

    /// <summary>Where the needed members' values are, in the order of slots.</summary>
    public ReadOnlySpan<JsonLayout.Place> Slots => _slots;

    /// <summary>Whether rows can be told by a template: no value is an object or array that is passed over by its brackets.</summary>
    public bool IsUsable { get; private set; }

    /// <summary>Forgets everything: there will be no template.</summary>
    public void Clear()
    {
        _values.Clear();
        _fixed.Clear();
        _slots = [];
        Rows = 0;
        IsUsable = false;
    }

    /// <summary>Starts anew with the row that was learned.</summary>
    public void Set(JsonLayout layout, byte* row, byte* end)
    {
        Clear();
        IsUsable = true;
        byte* p = row;
        foreach (JsonLayout.Value value in layout.Values)
        {
            IsUsable &= value.Kind != JsonLayout.ValueKind.Container;
            int length = value.Start - (int)(p - row);
            AddFixed(p, length);
            _values.Add(new Value { FixedBefore = length, Place = value.Place, IsText = value.Kind == JsonLayout.ValueKind.Text });
            p = row + value.End;
        }

        AddFixed(p, (int)(end - p));
        _fixed.Add((byte)'\n');
        _slots = new JsonLayout.Place[layout.Slots.Count];
        for (int i = 0; i < _slots.Length; i++)
        {
            _slots[i] = layout.Slots[i].Place;
        }
    }

    /// <summary>Takes the values of a row into account.</summary>
    /// <param name="row">A row of the shape.</param>
    /// <param name="end">Its newline.</param>
    /// <returns>Whether a template made before has to be made anew.</returns>
    public bool Observe(byte* row, byte* end)
    {
        if (!IsUsable)
        {
            return false;
        }

        bool isNews = false;
        byte* p = row;
        for (int i = 0; i < _values.Count; i++)
        {
            Value value = _values[i];
            p += value.FixedBefore;
            byte* start = p;
            p = value.IsText ? JsonText.FindQuote(p, end, out _) : p + JsonBare.Run(p, end);
            if (p == null)
            {
                return isNews;
            }

            isNews |= value.Note(new ReadOnlySpan<byte>(start, (int)(p - start)));
        }

        Rows = Math.Min(Rows + 1, EnoughRows);
        return isNews;
    }

    private void AddFixed(byte* from, int count)
    {
        for (int i = 0; i < count; i++)
        {
            _fixed.Add(from[i]);
        }
    }

    /// <summary>A value and what is known of it.</summary>
    /// <remarks>A class, as what else is made of it: lists of structs are compiled when the program starts.</remarks>
    public sealed class Value
    {
        /// <summary>After so many rows that showed other bytes than those before, all bytes are expected: each of them may cost a new template.</summary>
        private const int MostChanges = EnoughRows + 8;

        /// <summary>In longer texts all bytes are expected: looking at them would take longer than it saves.</summary>
        private const int LongText = 256;

        private JsonTextBytes[] _bytes = [];
        private int _changes;

        /// <summary>Fixed bytes between the value before and this one.</summary>
        public required int FixedBefore { get; init; }

        /// <summary>Where it is.</summary>
        public required JsonLayout.Place Place { get; init; }

        /// <summary>Whether it is what stands between two quotes.</summary>
        public required bool IsText { get; init; }

        public int MinLength { get; private set; } = int.MaxValue;

        public int MaxLength { get; private set; }

        /// <summary>Nothing but digits was seen in it.</summary>
        public bool IsDigits { get; private set; } = true;

        /// <summary>Nothing but digits, signs and points was seen in it, and no more than a template looks at.</summary>
        public bool IsNumber { get; private set; } = true;

        /// <summary>Whether it is taken to be of the same length in all rows, its bytes of a kind that a template can tell.</summary>
        public bool IsFixed => MinLength == MaxLength && (IsText || IsDigits);

        /// <summary>What was seen at each place of a text while it had one length.</summary>
        public ReadOnlySpan<JsonTextBytes> Bytes => _bytes;

        /// <summary>A backslash was seen in it.</summary>
        public bool HasEscape { get; private set; }

        /// <summary>Whether it is part of a segment of a walk.</summary>
        public bool IsInSegment => IsFixed && !HasEscape;

        /// <summary>What it is for a walk if it is not part of a segment; null if it is too long.</summary>
        public JsonSegmentEnd? End =>
            !IsText ? IsNumber ? JsonSegmentEnd.Number : MaxLength <= JsonSegment.Room(JsonSegmentEnd.Bare) ? JsonSegmentEnd.Bare : null
            : MaxLength <= JsonSegment.Room(JsonSegmentEnd.ShortText) && !HasEscape ? JsonSegmentEnd.ShortText
            : MaxLength < JsonSegment.Room(JsonSegmentEnd.Text) ? JsonSegmentEnd.Text : null;

        /// <summary>Takes a row's value into account.</summary>
        /// <returns>Whether that changes what a template would be.</returns>
        public bool Note(ReadOnlySpan<byte> bytes)
        {
            (bool wasFixed, bool wasNumber, bool wasInSegment, JsonSegmentEnd? wasEnd) = (IsFixed, IsNumber, IsInSegment, End);
            MinLength = Math.Min(MinLength, bytes.Length);
            MaxLength = Math.Max(MaxLength, bytes.Length);
            IsDigits &= !bytes.ContainsAnyExceptInRange((byte)'0', (byte)'9');
            IsNumber &= bytes.Length < JsonTemplate.NumberBytes && !bytes.ContainsAnyExcept("0123456789+-."u8);
            HasEscape |= IsText && bytes.Contains((byte)'\\');
            bool areOther = IsText && IsFixed && NoteBytes(bytes);
            return areOther || wasFixed != IsFixed || wasNumber != IsNumber || wasInSegment != IsInSegment || (!IsInSegment && wasEnd != End);
        }

        private bool NoteBytes(ReadOnlySpan<byte> bytes)
        {
            if (_bytes.Length != bytes.Length)
            {
                _bytes = new JsonTextBytes[bytes.Length];
                _bytes.AsSpan().Fill(bytes.Length > LongText ? JsonTextBytes.Any : JsonTextBytes.None);
            }

            if (bytes.Length > LongText)
            {
                return false;
            }

            bool areOther = false;
            for (int i = 0; i < bytes.Length; i++)
            {
                JsonTextBytes known = _bytes[i];
                _bytes[i] |= bytes[i] switch
                {
                    (byte)'\\' or <= (byte)'"' => JsonTextBytes.Any,
                    < (byte)'\\' => JsonTextBytes.Low,
                    _ => JsonTextBytes.High,
                };
                areOther |= known != _bytes[i];
            }

            if (areOther && ++_changes > MostChanges)
            {
                _bytes.AsSpan().Fill(JsonTextBytes.Any);
            }

            return areOther;
        }
    }
}
