using System.Text;
using System.Text.Unicode;
using Compiled.Formats;

namespace Compiled.Tests.Formats;

public sealed unsafe class Utf8ValidationTests
{
    [Fact]
    public void Every_short_sequence_at_every_place_is_judged_as_the_framework_judges_it()
    {
        byte[] interesting = [0x00, 0x41, 0x7F, 0x80, 0x8F, 0x90, 0x9F, 0xA0, 0xBF, 0xC0, 0xC1, 0xC2, 0xDF, 0xE0, 0xE1, 0xEC, 0xED, 0xEE, 0xEF, 0xF0, 0xF1, 0xF3, 0xF4, 0xF5, 0xFF];
        using var bytes = new PaddedText(Enumerable.Repeat((byte)'a', 160).ToArray());
        foreach (int place in (int[])[0, 13, 29, 30, 31, 32, 61, 62, 63, 64, 124, 156])
        {
            foreach (byte a in interesting)
            {
                foreach (byte b in interesting)
                {
                    foreach (byte c in interesting)
                    {
                        foreach (byte d in (byte[])[0x41, 0x80, 0xBF, 0xC2])
                        {
                            byte* p = bytes.Pointer + place;
                            (p[0], p[1], p[2], p[3]) = (a, b, c, d);
                            Same(bytes.Pointer, 160);
                            Same(bytes.Pointer, Math.Max(64, place + 3));
                        }
                    }
                }
            }

            new Span<byte>(bytes.Pointer, 160).Fill((byte)'a');
        }
    }

    [Fact]
    public void Spoilt_texts_are_judged_as_the_framework_judges_them()
    {
        var random = new Random(9);
        string[] pieces = ["a", "plain ascii of more than thirty-two bytes, to be skipped", "é", "漢字", "😀😀", "\u0800", "\uFFFF", "\U0010FFFF"];
        for (int i = 0; i < 100_000; i++)
        {
            var text = new StringBuilder();
            while (text.Length < 64 + random.Next(60))
            {
                text.Append(pieces[random.Next(pieces.Length)]);
            }

            byte[] utf8 = Encoding.UTF8.GetBytes(text.ToString());
            if (i % 2 == 0)
            {
                utf8[random.Next(utf8.Length)] = (byte)random.Next(256);
            }

            using var bytes = new PaddedText(utf8);
            Same(bytes.Pointer, utf8.Length - random.Next(4));
        }
    }

    private static void Same(byte* p, int length)
    {
        if (Utf8.IsValid(new ReadOnlySpan<byte>(p, length)) != Utf8Validation.IsValid(p, length))
        {
            Assert.Fail(Convert.ToHexString(new ReadOnlySpan<byte>(p, length)));
        }
    }
}
