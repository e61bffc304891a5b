using System.Buffers;
using System.Text;
using System.Text.Json;
using Weir.Dialects.Json;

namespace Weir.Dialects.Tests.Json;

public sealed class RawJsonTests
{
    [Fact]
    public void Every_character_of_the_basic_plane_survives_escaping_and_unescaping()
    {
        for (var code = 0; code <= 0xffff; code++)
        {
            if (char.IsSurrogate((char)code)) continue;
            var text = $"a{(char)code}b";
            var inside = Escaped(text);
            JsonSerializer.Deserialize<string>($"\"{inside}\"").ShouldBe(text, $"U+{code:X4}");
            RawJson.Say(Encoding.UTF8.GetBytes(inside)).ShouldBe(text, $"U+{code:X4}");
        }
    }

    [Theory]
    [InlineData("\\\"", "\"")]
    [InlineData("\\\\", "\\")]
    [InlineData("\\/", "/")]
    [InlineData("\\b\\f\\n\\r\\t", "\b\f\n\r\t")]
    [InlineData("\\u0000\\u001f\\u007f", "\0\u001f\u007f")]
    [InlineData("\\u00E4\\u00e4", "ää")]
    [InlineData("\\ud83d\\ude00", "😀")]
    [InlineData("\\uD83D\\uDE00x", "😀x")]
    [InlineData("😀 ä", "😀 ä")]
    [InlineData("", "")]
    [InlineData("\\ud83d", null)]
    [InlineData("\\ude00", null)]
    [InlineData("\\ud83dx", null)]
    [InlineData("\\ud83d\\ud83d", null)]
    [InlineData("\\x", null)]
    [InlineData("\\u12", null)]
    [InlineData("\\", null)]
    [InlineData("a\"b", null)]
    [InlineData("a\"b\\n", null)]
    [InlineData("a\\n\"", null)]
    [InlineData("a\nb", null)]
    [InlineData("a\nb\\n", null)]
    public void The_inside_of_a_string_says_its_text_or_nothing(string inside, string? text) => RawJson.Say(Encoding.UTF8.GetBytes(inside)).ShouldBe(text);

    [Fact]
    public void Nothing_is_written_of_what_says_nothing()
    {
        var output = new ArrayBufferWriter<byte>();
        output.TryWriteUnescaped("good \\ud83d"u8).ShouldBeFalse();
        output.TryWriteUnescaped("good\"bad\\n"u8).ShouldBeFalse();
        output.WrittenCount.ShouldBe(0);
    }

    [Fact]
    public void Random_texts_survive_there_and_back_in_any_escaping()
    {
        const int Seed = 20261121;
        var random = new Random(Seed);
        for (var round = 0; round < 2000; round++)
        {
            var text = Text(random);
            var ours = Escaped(text);
            JsonSerializer.Deserialize<string>($"\"{ours}\"").ShouldBe(text, $"seed {Seed}, round {round}");
            RawJson.Say(Encoding.UTF8.GetBytes(ours)).ShouldBe(text, $"seed {Seed}, round {round}");
            var theirs = JsonSerializer.Serialize(text)[1..^1];
            RawJson.Say(Encoding.UTF8.GetBytes(theirs)).ShouldBe(text, $"seed {Seed}, round {round}");
            // An argument's text within an argument's text: escaped twice, unescaped twice.
            RawJson.Say(Encoding.UTF8.GetBytes(RawJson.Say(Encoding.UTF8.GetBytes(Escaped(ours)))!)).ShouldBe(text, $"seed {Seed}, round {round}");
        }
    }

    [Fact]
    public void Random_bytes_never_throw()
    {
        const int Seed = 20261121;
        var random = new Random(Seed);
        const string Likely = "\\\"u0dD8eEnr9 a";
        for (var round = 0; round < 5000; round++)
        {
            var bytes = new byte[random.Next(24)];
            for (var i = 0; i < bytes.Length; i++) bytes[i] = random.Next(8) == 0 ? (byte)random.Next(256) : (byte)Likely[random.Next(Likely.Length)];
            string? said = null;
            Should.NotThrow(() => said = RawJson.Say(bytes), $"seed {Seed}, round {round}");
            Encoding.UTF8.GetByteCount(said ?? "").ShouldBeLessThanOrEqualTo(3 * bytes.Length, $"seed {Seed}, round {round}");
        }
    }

    [Fact]
    public void A_values_bytes_stay_as_they_are()
    {
        const string Value = """{ "a" : "\u00e4\/", "b":1.50e+2 , "c": [ ] }""";
        var element = JsonDocument.Parse(Value).RootElement;
        Encoding.UTF8.GetString(RawJson.Of(element)).ShouldBe(Value);
        Encoding.UTF8.GetString(RawJson.Inside(element.GetProperty("a"))).ShouldBe("\\u00e4\\/");
        RawJson.Inside(element.GetProperty("b")).IsEmpty.ShouldBeTrue();
        Written(writer => writer.WriteRaw("x"u8, element)).ShouldBe($$"""{"x":{{Value}}}""");
        Written(writer => writer.WriteInside("x"u8, "\\u00e4\\/ \\\" ä"u8)).ShouldBe("{\"x\":\"\\u00e4\\/ \\\" ä\"}");
        Written(writer => writer.WriteInside("x"u8, default)).ShouldBe("{\"x\":\"\"}");
    }

    [Theory]
    [InlineData("")]
    [InlineData("plain")]
    [InlineData("\"quoted\"\n\\ 😀 \u0001")]
    public void A_text_becomes_a_JSON_string(string text) => RawJson.Text(text).GetString().ShouldBe(text);

    private static string Written(Action<Utf8JsonWriter> write)
    {
        var output = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(output, RawJson.WriterOptions))
        {
            writer.WriteStartObject();
            write(writer);
            writer.WriteEndObject();
        }
        return Encoding.UTF8.GetString(output.WrittenSpan);
    }

    private static string Escaped(string text)
    {
        var output = new ArrayBufferWriter<byte>();
        output.WriteEscaped(Encoding.UTF8.GetBytes(text));
        return Encoding.UTF8.GetString(output.WrittenSpan);
    }

    private static string Text(Random random)
    {
        var text = new StringBuilder();
        for (var length = random.Next(40); length > 0; length--)
            text.Append(random.Next(5) switch
            {
                0 => ((char)random.Next(32)).ToString(),
                1 => "\"\\/"[random.Next(3)].ToString(),
                2 => char.ConvertFromUtf32(0x10000 + random.Next(0x1000)),
                3 => ((char)random.Next(0x80, 0x800)).ToString(),
                _ => ((char)random.Next(' ', 0x7f)).ToString(),
            });
        return text.ToString();
    }
}
