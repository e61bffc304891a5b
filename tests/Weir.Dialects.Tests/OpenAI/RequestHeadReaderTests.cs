using System.Text;
using System.Text.Json;
using Weir.Dialects.Json;
using Weir.Dialects.OpenAI;

namespace Weir.Dialects.Tests.OpenAI;

public sealed class RequestHeadReaderTests
{
    [Fact]
    public void The_owned_members_are_found_and_the_others_passed_over()
    {
        var head = Read("""
            {"messages":[{"role":"user","content":"model: stream"}], "model" : "gpt-5-mini", "user":"ann", "metadata":{"session_id":"s1","feature":"chat","x":"y"},
             "unknown":{"model":"no","stream":true}}
            """);
        head.Model.ShouldBe("gpt-5-mini");
        head.Stream.ShouldBeFalse();
        head.User.ShouldBe("ann");
        head.Session.ShouldBe("s1");
        head.Feature.ShouldBe("chat");
        head.UsageEdit.ShouldBe(default);
    }

    [Fact]
    public void The_safety_identifier_goes_before_the_user() =>
        Read("""{"model":"m","user":"ann","safety_identifier":"hash"}""").User.ShouldBe("hash");

    [Theory]
    [InlineData("""{"model":"m","stream":true}""", """{"stream_options":{"include_usage":true},"model":"big","stream":true}""", false)]
    [InlineData("""{ "stream":true, "model":"m" }""", """{"stream_options":{"include_usage":true}, "stream":true, "model":"big" }""", false)]
    [InlineData("""{"model":"m","stream":true,"stream_options":null}""", """{"model":"big","stream":true,"stream_options":{"include_usage":true}}""", false)]
    [InlineData("""{"model":"m","stream":true,"stream_options":{}}""", """{"model":"big","stream":true,"stream_options":{"include_usage":true}}""", false)]
    [InlineData("""{"stream_options":{"include_obfuscation":false},"model":"m","stream":true}""",
        """{"stream_options":{"include_usage":true,"include_obfuscation":false},"model":"big","stream":true}""", false)]
    [InlineData("""{"model":"m","stream":true,"stream_options":{"include_usage":false,"x":[{}]}}""",
        """{"model":"big","stream":true,"stream_options":{"include_usage":true,"x":[{}]}}""", false)]
    [InlineData("""{"model":"m","stream":true,"stream_options":{"include_usage":true}}""",
        """{"model":"big","stream":true,"stream_options":{"include_usage":true}}""", true)]
    [InlineData("""{"model":"m","stream":false,"stream_options":null}""", """{"model":"big","stream":false,"stream_options":null}""", false)]
    [InlineData("""{"x":1e400,"model":"m","y":"\ud83d\ude42é"}""", """{"x":1e400,"model":"big","y":"\ud83d\ude42é"}""", false)]
    public void Only_the_owned_bytes_are_edited(string body, string sent, bool asks)
    {
        var head = Read(body);
        head.AsksForUsage.ShouldBe(asks);
        Edited(body, head).ShouldBe(sent);
    }

    [Theory]
    [InlineData("", "invalid_json", null, 1, 1)]
    [InlineData("[]", "invalid_json", null, 1, 1)]
    [InlineData("{\"model\":\"m\",\n \"a\": tru}", "invalid_json", null, 2, 10)]
    [InlineData("{\"model\":\"m\"", "invalid_json", null, 1, 13)]
    [InlineData("{\"model\":\"m\"} x", "invalid_json", null, 1, 15)]
    [InlineData("{\"é\":1,}", "invalid_json", null, 1, 8)]
    [InlineData("{}", "missing_required_parameter", "model", 0, 0)]
    [InlineData("{\"model\":5}", "invalid_type", "model", 1, 10)]
    [InlineData("{\"model\":\"\"}", "invalid_value", "model", 1, 10)]
    [InlineData("{\"model\":\"a\",\"model\":\"b\"}", "duplicate_parameter", "model", 1, 14)]
    [InlineData("{\"model\":\"a\",\"mod\\u0065l\":\"b\"}", "duplicate_parameter", "model", 1, 14)]
    [InlineData("{\"model\":\"a\",\"stream\":1}", "invalid_type", "stream", 1, 23)]
    [InlineData("{\"model\":\"a\",\"stream\":false,\"stream\":true}", "duplicate_parameter", "stream", 1, 29)]
    [InlineData("{\"model\":\"a\",\"stream_options\":[]}", "invalid_type", "stream_options", 1, 31)]
    [InlineData("{\"model\":\"a\\ud800\"}", "invalid_json", "model", 1, 10)]
    public void A_bad_body_is_refused_with_its_place(string body, string code, string? param, int line, int column)
    {
        RequestHeadReader.TryRead(Encoding.UTF8.GetBytes(body), out _, out var fault).ShouldBeFalse();
        fault.ShouldNotBeNull();
        fault.Code.ShouldBe(code);
        fault.Param.ShouldBe(param);
        fault.Position.ShouldBe(line == 0 ? null : new TextPosition(line, column));
    }

    [Fact]
    public void Invalid_utf8_and_endless_nesting_are_refused()
    {
        RequestHeadReader.TryRead([.. "{\"model\":\""u8, 0xC3, 0x28, .. "\"}"u8], out _, out var utf8).ShouldBeFalse();
        utf8!.Position.ShouldBe(new TextPosition(1, 11));
        var deep = "{\"model\":\"m\",\"a\":" + new string('[', 100_000);
        RequestHeadReader.TryRead(Encoding.UTF8.GetBytes(deep), out _, out var nesting).ShouldBeFalse();
        nesting!.Message.ShouldContain("256 levels");
    }

    [Fact]
    public void Random_damage_never_throws_and_what_is_accepted_is_json()
    {
        var seed = Seeds.Next();
        var random = new Random(seed);
        var good = """{"model":"gpt-5","stream":true,"stream_options":{"include_usage":false},"messages":[{"role":"user","content":"hi \u00e9 🙂"}],"n":1e5,"user":null,"metadata":{"session":"x"}}"""u8.ToArray();
        for (var round = 0; round < 20_000; round++)
        {
            var body = good.AsSpan(0, random.Next(4) == 0 ? random.Next(good.Length) : good.Length).ToArray();
            for (var hits = random.Next(4); hits > 0 && body.Length > 0; hits--) body[random.Next(body.Length)] = (byte)random.Next(256);
            if (!RequestHeadReader.TryRead(body, out var head, out var fault))
            {
                fault.ShouldNotBeNull($"WEIR_TEST_SEED={seed}");
                continue;
            }
            var edited = Edited(Encoding.UTF8.GetString(body), head!);
            Should.NotThrow(() => JsonDocument.Parse(edited, new JsonDocumentOptions { MaxDepth = 256 }), $"WEIR_TEST_SEED={seed}: {edited}");
        }
    }

    private static RequestHead Read(string body)
    {
        RequestHeadReader.TryRead(Encoding.UTF8.GetBytes(body), out var head, out var fault).ShouldBeTrue(fault?.ToString());
        return head!;
    }

    private static string Edited(string body, RequestHead head)
    {
        var edited = new EditedBody(Encoding.UTF8.GetBytes(body), new ByteEdit(head.ModelRange, "\"big\""u8.ToArray()), head.UsageEdit);
        var bytes = Enumerable.Range(0, edited.Pieces).SelectMany(i => edited.Piece(i).ToArray()).ToArray();
        bytes.Length.ShouldBe(edited.Length);
        return Encoding.UTF8.GetString(bytes);
    }
}
