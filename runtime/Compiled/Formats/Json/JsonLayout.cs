namespace Compiled.Formats;

/// <summary>What <see cref="JsonShapeLearner"/> finds out about a row; reused for every row learned.</summary>
internal sealed unsafe class JsonLayout
{
    /// <summary>Bytes that may be read before a row's first quote and after its last one, wherever the row is: what frames are padded with, less a vector.</summary>
    private const int MaxBefore = Memory.Frame.Padding;
    private const int MaxAfter = Memory.Frame.Padding - JsonShape.PartBytes;

    public int Quotes { get; set; }

    /// <summary>Bytes before a row's first quote.</summary>
    public int BytesBeforeFirstQuote { get; set; }

    /// <summary>If fixed bytes with a quote end the row: how many bytes follow its last quote; else -1.</summary>
    public int BytesAfterLastQuote { get; set; }

    public List<Slot> Slots { get; } = [];

    public List<Part> Parts { get; } = [];

    public List<byte> Bytes { get; } = [];

    public List<Gap> Gaps { get; } = [];

    /// <summary>All values, in the order of the row; what lies between them is fixed.</summary>
    public List<Value> Values { get; } = [];

    /// <summary>For each quote but the last: bytes to the next one if both are in the same fixed bytes, else 0.</summary>
    public List<int> Steps { get; } = [];

    public void Clear()
    {
        Slots.Clear();
        Parts.Clear();
        Bytes.Clear();
        Gaps.Clear();
        Steps.Clear();
        Values.Clear();
    }

    /// <summary>Appends slots, all missing.</summary>
    /// <returns>The number of the first.</returns>
    public int AddSlots(int count)
    {
        int first = Slots.Count;
        for (int i = 0; i < count; i++)
        {
            Slots.Add(default);
        }

        return first;
    }

    public void SetSlot(int slot, JsonSlotKind kind, Place place) =>
        Slots[slot] = new Slot { What = new JsonSlot { Kind = kind }, Place = place };

    public void SetList(int slot, int firstElement, int count) =>
        Slots[slot] = new Slot { What = new JsonSlot { Kind = JsonSlotKind.Present, FirstElement = firstElement - slot, ElementCount = count } };

    /// <summary>Appends fixed bytes, each part found from the nearest quote.</summary>
    /// <param name="quotes">Positions of the row's quotes.</param>
    /// <param name="first">Number of the first quote among the bytes (or of the row's newline right after them).</param>
    /// <param name="last">Number of the last one.</param>
    /// <param name="start">Position of the bytes.</param>
    /// <returns>False if a part is so far from every quote that it could be sought outside the frame.</returns>
    public bool AddFixed(byte* block, ushort* quotes, int first, int last, int start, int length)
    {
        for (int i = first; i <= last && i < Quotes; i++)
        {
            Steps.Add(i < last ? quotes[i + 1] - quotes[i] : 0);
        }

        int quote = first;
        for (int done = 0; done < length; done += JsonShape.PartBytes)
        {
            while (quote < last && quotes[quote + 1] <= start + done)
            {
                quote++;
            }

            int distance = start + done - quotes[quote];
            if (distance is < -MaxBefore or > MaxAfter)
            {
                return false;
            }

            int bytes = Math.Min(JsonShape.PartBytes, length - done);
            Parts.Add(new Part { Quote = quote, Distance = distance, Start = Bytes.Count, Length = bytes });
            Bytes.AddRange(new ReadOnlySpan<byte>(block + start + done, bytes));
        }

        return true;
    }

    /// <summary>A value: between two quotes of the row, each with a distance.</summary>
    public struct Place
    {
        public int StartQuote;
        public int StartDistance;
        public int EndQuote;
        public int EndDistance;
    }

    public struct Slot
    {
        public JsonSlot What;
        public Place Place;
    }

    /// <summary>What a value is made of.</summary>
    public enum ValueKind
    {
        /// <summary>What stands between two quotes.</summary>
        Text,

        /// <summary>A number, <c>true</c>, <c>false</c> or <c>null</c>.</summary>
        Bare,

        /// <summary>An object or array that nobody reads.</summary>
        Container,
    }

    /// <summary>A value in the row learned, by bytes from the row's start.</summary>
    public struct Value
    {
        public ValueKind Kind;
        public Place Place;
        public int Start;
        public int End;
    }

    public struct Part
    {
        public int Quote;
        public int Distance;

        /// <summary>Where its bytes are in <see cref="Bytes"/>.</summary>
        public int Start;
        public int Length;
    }

    public struct Gap
    {
        public Place Place;

        /// <summary>0 for a bare value; for an object or array, one more than the skipped brackets that are open around it.</summary>
        public int ContainerDepth;
    }
}
