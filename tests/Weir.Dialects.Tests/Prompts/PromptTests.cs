using System.Text;
using Weir.Dialects.OpenAI;
using Weir.Testing;

namespace Weir.Dialects.Tests.Prompts;

/// <summary>Requests that were made from one template have one hash, in every dialect, and those of two templates have two.</summary>
public sealed class PromptTests
{
    /// <summary>Pairs of requests of one template.</summary>
    public static TheoryData<Dialect, string, string> Same => new()
    {
        { Dialect.Chat, """{"messages":[{"role":"system","content":"Be brief. It is 2026-11-21."},{"role":"user","content":"a"}]}""", """{"messages":[{"content":"Be brief. It is 2027-1-2.","role":"developer"},{"role":"user","content":"b"}]}""" },
        { Dialect.Chat, """{"messages":[{"role":"system","content":[{"type":"text","text":"Be "},{"text":"brief.","type":"text"}]}]}""", """{"messages":[{"role":"system","content":"Be "},{"role":"system","content":"brief."},{"role":"user","content":"x"}]}""" },
        { Dialect.Chat, """{"messages":[{"role":"user","content":"Translate to French: good morning"}]}""", """{"messages":[{"role":"user","content":[{"type":"image_url","image_url":{"url":"x"}},{"type":"text","text":"Translate to French: good night"}]}]}""" },
        { Dialect.Chat, """{"messages":[{"role":"user","content":"\n\nSummarize this text\n\nIt was a dark night"}]}""", """{"messages":[{"role":"assistant","content":"Hello!"},{"role":"user","content":"Summarize this text\nOnce upon a time"}]}""" },
        { Dialect.Chat, """{"messages":[{"role":"user","content":"Is \"great stuff\" a good review of order 1234?"}]}""", """{"messages":[{"role":"user","content":"Is \"bad: never again\\n\" a good review of order 5?"}]}""" },
        { Dialect.Chat, """{"prompt":"Continue: a b"}""", """{"prompt":["Continue: c"]}""" },
        { Dialect.Responses, """{"prompt":{"id":"pmpt_1","variables":{"city":"Bern"}},"input":"q"}""", """{"instructions":"Be brief.","prompt":{"version":"2","id":"pmpt_1"}}""" },
        { Dialect.Responses, """{"instructions":"Be brief.","input":"q"}""", """{"input":[{"role":"user","content":"r"}],"instructions":"Be brief."}""" },
        { Dialect.Responses, """{"input":"Translate to French: a"}""", """{"input":[{"type":"reasoning","summary":[]},{"role":"user","content":[{"type":"input_text","text":"Translate to French: b"}]}]}""" },
        { Dialect.Messages, """{"system":"Be brief.","messages":[{"role":"user","content":"q"}]}""", """{"messages":[{"role":"user","content":"r"}],"system":[{"type":"text","text":"Be brief.","cache_control":{"type":"ephemeral"}}]}""" },
        { Dialect.Messages, """{"messages":[{"role":"user","content":"Translate to French: a"}]}""", """{"messages":[{"role":"user","content":[{"type":"text","text":"Translate to French: b"},{"type":"text","text":"more"}]}]}""" },
        { Dialect.Gemini, """{"systemInstruction":{"parts":[{"text":"Be brief."}]},"contents":[{"parts":[{"text":"q"}]}]}""", """{"contents":[],"system_instruction":{"role":"system","parts":[{"text":"Be brief."}]}}""" },
        { Dialect.Gemini, """{"contents":[{"parts":[{"text":"Translate to French: a"}]}]}""", """{"contents":[{"role":"model","parts":[{"text":"Hello!"}]},{"role":"user","parts":[{"inlineData":{"data":"x"}},{"text":"Translate to French: b"}]}]}""" },
    };

    /// <summary>Requests without any text that could be of a template.</summary>
    public static TheoryData<Dialect, string> Without => new()
    {
        { Dialect.Chat, "{}" },
        { Dialect.Chat, """{"messages":[]}""" },
        { Dialect.Chat, """{"messages":[7,{"role":"user","content":"q"}]}""" },
        { Dialect.Chat, """{"messages":{"role":"user","content":"q"}}""" },
        { Dialect.Chat, """{"messages":[{"role":"user","content":"1234"}]}""" },
        { Dialect.Chat, """{"messages":[{"role":"user","content":[{"type":"image_url","image_url":{"url":"text"}}]}]}""" },
        { Dialect.Chat, """{"messages":[{"\ud800":1,"role":"user","content":"q"}]}""" },
        { Dialect.Chat, """{"system":"Be brief.","instructions":"Be brief."}""" },
        { Dialect.Responses, """{"prompt":{"id":7},"input":[{"type":"function_call_output","output":"text"}]}""" },
        { Dialect.Messages, """{"system":null,"messages":[{"role":"user","content":[{"type":"tool_result","content":[{"type":"text"}]}]}]}""" },
        { Dialect.Gemini, """{"contents":[{"role":"model","parts":[{"text":"Hello!"}]}]}""" },
    };

    [Theory]
    [MemberData(nameof(Same))]
    public void Requests_of_one_template_have_one_hash(Dialect dialect, string one, string other)
    {
        var hash = Read(dialect, one).ShouldNotBeNull();

        Read(dialect, other).ShouldBe(hash);
        Read(dialect, one.Replace("brief", "verbose").Replace("French", "Dutch").Replace("this text", "that text").Replace("great", "gre").Replace("review", "rating").Replace("pmpt_1", "pmpt_x").Replace("Continue", "Go on"))
            .ShouldNotBe(hash);
    }

    [Theory]
    [MemberData(nameof(Without))]
    public void Where_there_is_no_such_text_there_is_no_hash(Dialect dialect, string request) => Read(dialect, request).ShouldBeNull();

    [Fact]
    public void The_same_words_are_the_same_prompt_in_every_dialect()
    {
        var hashes = new[]
        {
            Read(Dialect.Chat, """{"messages":[{"role":"system","content":"Be brief."}]}"""),
            Read(Dialect.Responses, """{"instructions":"Be brief."}"""),
            Read(Dialect.Messages, """{"system":"Be brief."}"""),
            Read(Dialect.Gemini, """{"systemInstruction":{"parts":[{"text":"Be brief."}]}}"""),
        };

        // Kept in ledgers: another value would make two prompts of one.
        hashes.ShouldAllBe(hash => hash == 6300155724881976591);
    }

    [Fact]
    public void Few_of_many_texts_have_the_same_hash()
    {
        var hashes = Enumerable.Range(0, 100_000).Select(i => Read(Dialect.Messages, $$"""{"system":"{{Letters(i)}}"}""")).ToHashSet();

        hashes.Count.ShouldBe(100_000);
    }

    [Fact]
    public void Nothing_is_allocated_for_it()
    {
        var body = Encoding.UTF8.GetBytes($$"""{"model":"","messages":[{"role":"system","content":"{{new string('x', 4_000)}}"},{"role":"user","content":"q"}]}""");

        Measure(Dialect.Chat).ShouldBe(Measure(null));

        long Measure(Dialect? seekPrompt) => Allocated.By(() => RequestHeadReader.TryRead(body, out _, out _, "m", seekPrompt: seekPrompt));
    }

    private static ulong? Read(Dialect dialect, string request)
    {
        // The model stands in the address, so that the requests here need not name one.
        RequestHeadReader.TryRead(Encoding.UTF8.GetBytes(request), out var head, out var fault, model: "m", seekPrompt: dialect).ShouldBeTrue(fault?.Message);
        return head!.Prompt;
    }

    private static string Letters(int number) => string.Concat(number.ToString().Select(digit => (char)('a' + (digit - '0'))));
}
