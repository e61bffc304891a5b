using System.Text;
using System.Text.Json;
using Weir.Dialects.Json;

namespace Weir.Dialects.Tests.Json;

public sealed class JsonSkimmerTests
{
    private const string Answer = """
        {"id":"x","object":"chat.completion","model":"gpt-\"5\"","choices":[{"index":0,"message":{"content":"say \"usage\": {1} [,]","usage":7},
        "finish_reason":"stop","logprobs":{"finish_reason":"inner"}}], "usage" : {"prompt_tokens":12,"details":{"cached":[1,2,{"a":"}"}]}} }
        """;

    [Fact]
    public void Members_are_found_at_their_depth_however_the_text_is_split()
    {
        var bytes = Encoding.UTF8.GetBytes(Answer);
        for (var split = 0; split <= bytes.Length; split++) Check(bytes, [split, bytes.Length - split]);
        Check(bytes, Enumerable.Repeat(1, bytes.Length));
    }

    [Theory]
    [InlineData("{}", true)]
    [InlineData(" [1,2] \r\n", true)]
    [InlineData("{\"a\":\"}\"}", true)]
    [InlineData("{\"a\":\"\\\\\"}", true)]
    [InlineData("{\"a\":\"\\\"}", false)]
    [InlineData("{\"a\":1", false)]
    [InlineData("", false)]
    [InlineData("   ", false)]
    [InlineData("{}{}", false)]
    [InlineData("{} x", false)]
    [InlineData("x {}", false)]
    [InlineData("}", false)]
    [InlineData("\"text\"", false)]
    [InlineData("<html>{}</html>", false)]
    public void Only_one_balanced_object_or_array_is_complete(string text, bool complete)
    {
        var skimmer = new JsonSkimmer();
        skimmer.Feed(Encoding.UTF8.GetBytes(text));
        skimmer.IsComplete.ShouldBe(complete);
    }

    [Fact]
    public void Every_cut_of_an_answer_is_incomplete()
    {
        var bytes = Encoding.UTF8.GetBytes(Answer.Trim());
        for (var length = 0; length < bytes.Length; length++)
        {
            var skimmer = new JsonSkimmer();
            skimmer.Feed(bytes.AsSpan(0, length));
            skimmer.IsComplete.ShouldBeFalse($"cut at {length}");
        }
    }

    [Fact]
    public void A_value_over_its_capacity_is_absent_and_nesting_beyond_what_is_tracked_does_no_harm()
    {
        var member = new JsonMember("usage"u8.ToArray(), 1, 8);
        var skimmer = new JsonSkimmer(member);
        var deep = string.Concat(Enumerable.Repeat("[{\"usage\":", 500)) + "1" + string.Concat(Enumerable.Repeat("}]", 500));
        skimmer.Feed(Encoding.UTF8.GetBytes("{\"deep\":" + deep + ",\"usage\":{\"prompt_tokens\":1}}"));
        skimmer.IsComplete.ShouldBeTrue();
        member.Value.IsEmpty.ShouldBeTrue();
    }

    [Fact]
    public void Text_is_counted_under_its_member_alone_however_it_is_split()
    {
        const string Said = """
            {"message":{"content":"no"},"choices":[{"note":"no","message":{"role":"no","content":"a\"é","parts":["b",{"type":"no","text":"cd"},"e"],"n":1,"id":{"deeper":"f"}},
            "finish_reason":"no"},{"message":null,"note":"no"},{"message":"g"}],"x":[{"other":"no"}]}
            """;
        var bytes = Encoding.UTF8.GetBytes(Said);
        for (var split = 0; split <= bytes.Length; split++)
        {
            var text = new JsonText("message"u8.ToArray(), 3, "role"u8.ToArray(), "id"u8.ToArray(), "type"u8.ToArray());
            var skimmer = new JsonSkimmer(text);
            skimmer.Feed(bytes.AsSpan(0, split));
            skimmer.Feed(bytes.AsSpan(split));
            text.Bytes.ShouldBe(Encoding.UTF8.GetByteCount("a\\\"é" + "b" + "cd" + "e" + "f" + "g"), $"split at {split}");
            skimmer.Reset();
            text.Bytes.ShouldBe(0);
        }
    }

    [Fact]
    public void A_name_that_is_too_long_is_no_text()
    {
        var text = new JsonText("message"u8.ToArray(), 1);
        var skimmer = new JsonSkimmer(text);

        skimmer.Feed(Encoding.UTF8.GetBytes("{\"message\":{\"" + new string('n', 500) + "\":\"abc\"}}"));

        text.Bytes.ShouldBe(3);
    }

    [Fact]
    public void Random_documents_give_what_a_parser_gives()
    {
        var seed = Seeds.Next();
        var random = new Random(seed);
        for (var round = 0; round < 500; round++)
        {
            var text = "{\"a\":" + Value(random, 0) + ",\"usage\":" + Value(random, 0) + "}";
            var member = new JsonMember("usage"u8.ToArray(), 1, 1 << 20);
            var said = new JsonText("usage"u8.ToArray(), 1);
            var skimmer = new JsonSkimmer(said, member);
            foreach (var b in Encoding.UTF8.GetBytes(text).Chunk(random.Next(1, 20))) skimmer.Feed(b);
            skimmer.IsComplete.ShouldBeTrue($"WEIR_TEST_SEED={seed}: {text}");
            Encoding.UTF8.GetString(member.Value).ShouldBe(
                JsonDocument.Parse(text).RootElement.GetProperty("usage").GetRawText(), $"WEIR_TEST_SEED={seed}: {text}");
            said.Bytes.ShouldBe(TextIn(member.Value), $"WEIR_TEST_SEED={seed}: {text}");
        }
    }

    private static long TextIn(ReadOnlySpan<byte> json)
    {
        var reader = new Utf8JsonReader(json);
        var bytes = 0L;
        while (reader.Read())
            if (reader.TokenType == JsonTokenType.String) bytes += reader.ValueSpan.Length;
        return bytes;
    }

    private static string Value(Random random, int depth) => random.Next(depth > 4 ? 4 : 6) switch
    {
        0 => random.Next(-1000, 1000).ToString(System.Globalization.CultureInfo.InvariantCulture),
        1 => "null",
        2 => "\"" + new string([.. Enumerable.Range(0, random.Next(6)).Select(_ => "ab{}[],:é"[random.Next(9)])]) + "\\\"\\\\\"",
        3 => "true",
        4 => "[" + string.Join(",", Enumerable.Range(0, random.Next(4)).Select(_ => Value(random, depth + 1))) + "]",
        _ => "{" + string.Join(",", Enumerable.Range(0, random.Next(4)).Select(i => $"\"k{i}\":" + Value(random, depth + 1))) + "}",
    };

    private static void Check(byte[] bytes, IEnumerable<int> pieces)
    {
        JsonMember usage = new("usage"u8.ToArray(), 1, 1024), model = new("model"u8.ToArray(), 1), finish = new("finish_reason"u8.ToArray(), 3);
        var skimmer = new JsonSkimmer(usage, model, finish);
        var position = 0;
        foreach (var piece in pieces)
        {
            skimmer.Feed(bytes.AsSpan(position, piece));
            position += piece;
        }
        skimmer.IsComplete.ShouldBeTrue();
        Encoding.UTF8.GetString(model.Value).ShouldBe("\"gpt-\\\"5\\\"\"");
        Encoding.UTF8.GetString(finish.Value).ShouldBe("\"stop\"");
        Encoding.UTF8.GetString(usage.Value).Trim().ShouldBe("{\"prompt_tokens\":12,\"details\":{\"cached\":[1,2,{\"a\":\"}\"}]}}");
    }
}
