using System.Text;
using Compiled.Formats;
using Compiled.Memory;

namespace Compiled.Tests.Formats;

/// <summary>Which rows a template tells, once it has been made. That what it tells is right is tested with the decoders.</summary>
public sealed unsafe class JsonTemplateTests
{
    private static readonly JsonMembers Members = new(JsonMember.Value("Kind"), JsonMember.Value("Total"));

    [Theory]
    [InlineData("{\"Id\":\"00000007\",\"Kind\":\"PRIME\",\"At\":1595634686975,\"Total\":1.5}", true)]
    [InlineData("{\"Id\":\"\\\"\\\\é\\\\\",\"Kind\":\"a \\\"text\\\" of any length, escapes or not, as long as it likes, longer than a window too\",\"At\":1000000000000,\"Total\":-1.25}", true)]
    [InlineData("{\"Id\":\"00000007\",\"Kind\":\"PRIME\",\"At\":159563468697,\"Total\":1.5}", false)]
    [InlineData("{\"Id\":\"00000007\",\"Kind\":\"PRIME\",\"At\":-595634686975,\"Total\":1.5}", false)]
    [InlineData("{\"Id\":\"000000007\",\"Kind\":\"PRIME\",\"At\":1595634686975,\"Total\":1.5}", false)]
    [InlineData("{\"Id\":\"00000007\",\"Kind\":\"PRIME\",\"At\":1595634686975,\"Total\":1e5}", false)]
    [InlineData("{\"Id\":\"00000007\",\"Kind\":\"PRIME\",\"At\":1595634686975,\"Total\":}", false)]
    [InlineData("{\"Id\":\"00000007\",\"Kind\":\"PRIME\",\"At\":1595634686975,\"Totel\":1.5}", false)]
    [InlineData("{\"Id\":\"00000007\",\"Kind\":\"PRIME\",\"At\":1595634686975,\"Total\":1.5} ", false)]
    [InlineData("{\"Id\":\"00\"00007\",\"Kind\":\"PRIME\",\"At\":1595634686975,\"Total\":1.5}", false)]
    [InlineData("{\"Id\":\"00000007\",\"Kind\":PRIME,\"At\":1595634686975,\"Total\":1.5}", false)]
    public void Rows_are_told_by_their_bytes(string row, bool isTold)
    {
        if (!JsonTemplate.IsSupported)
        {
            return;
        }

        using var input = new Rows(Enumerable.Range(0, 60).Select(i => $"{{\"Id\":\"{i:00000000}\",\"Kind\":\"{new string('k', i % 7)}\",\"At\":{1_595_634_686_975 + i},\"Total\":{i * 3.25}}}"), [row]);
        JsonShape shape = input.Learn();
        for (int i = 0; i < JsonOutline.EnoughRows; i++)
        {
            Assert.Null(shape.Template);
            input.Observe(shape, i);
        }

        Assert.Equal(isTold ? 61 : 60, input.Told(shape.Template!));
    }

    [Fact]
    public void A_template_is_made_anew_when_a_row_of_its_shape_shows_that_a_length_varies()
    {
        if (!JsonTemplate.IsSupported)
        {
            return;
        }

        string[] odd = ["{\"Id\":\"7\",\"Kind\":\"PRIME\",\"At\":15,\"Total\":true}", "{\"Id\":\"12\",\"Kind\":\"\",\"At\":-1,\"Total\":null}"];
        using var input = new Rows(Enumerable.Range(0, 50).Select(i => $"{{\"Id\":\"{i:00000000}\",\"Kind\":\"a\",\"At\":{1_595_634_686_975 + i},\"Total\":1.5}}"), odd);
        JsonShape shape = input.Learn();
        for (int i = 0; i < 50; i++)
        {
            input.Observe(shape, i);
        }

        Assert.Equal(50, input.Told(shape.Template!));
        input.Observe(shape, 50);
        input.Observe(shape, 51);
        Assert.Equal(52, input.Told(shape.Template!));
    }

    [Fact]
    public void An_object_passed_over_by_its_brackets_has_no_template()
    {
        using var input = new Rows(Enumerable.Repeat("{\"Kind\":\"a\",\"List\":[1,2],\"Total\":1.5}", 100), []);
        JsonShape shape = input.Learn();
        for (int i = 0; i < 100; i++)
        {
            input.Observe(shape, i);
        }

        Assert.Null(shape.Template);
        Assert.False(shape.WantsRows);
    }

    /// <summary>Rows in memory that is readable as a frame's is, with their index.</summary>
    private sealed class Rows : IDisposable
    {
        private readonly ColumnArena _arena = new();
        private readonly JsonIndex _index = new(512);
        private readonly byte* _block;
        private readonly ushort* _places;
        private readonly List<(int Start, int End)> _rows = [];
        private readonly int _quotes;

        public Rows(IEnumerable<string> rows, IEnumerable<string> more)
        {
            byte[] bytes = Encoding.UTF8.GetBytes(string.Concat(rows.Concat(more).Select(row => row + "\n")));
            _block = _arena.Allocate<byte>(bytes.Length + (2 * Frame.Padding)).Pointer + Frame.Padding;
            _places = _arena.Allocate<ushort>(64 * 1024).Pointer;
            bytes.CopyTo(new Span<byte>(_block, bytes.Length));
            Assert.Equal(bytes.Length, _index.Scan(_block, bytes.Length, endsRow: true));
            _quotes = _index.NewlineOf(0);
            for (int start = 0; start < bytes.Length; start = _rows[^1].End + 1)
            {
                _rows.Add((start, Array.IndexOf(bytes, (byte)'\n', start)));
            }
        }

        public JsonShape Learn()
        {
            var layout = new JsonLayout();
            var shape = new JsonShape();
            Assert.True(JsonShapeLearner.TryLearn(Members, _block, 0, _index.Positions, _quotes, layout, mayRefuse: true));
            Assert.True(shape.Set(layout));
            shape.Outline(layout, _block, _block + _index.Positions[_quotes]);
            return shape;
        }

        public void Observe(JsonShape shape, int row) => shape.Observe(_block + _rows[row].Start, _block + _rows[row].End);

        public int Told(JsonTemplate template) => template.Match512(_block, 0, _index.Positions, _index.Positions + _index.Count, 1000, _places);

        public void Dispose()
        {
            _index.Dispose();
            _arena.Dispose();
        }
    }
}
