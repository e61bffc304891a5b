using System.Text.Json.Nodes;
using static Weir.Lab.Tests.Simulator.Dialects.DialectClient;

namespace Weir.Lab.Tests.Simulator.Dialects;

/// <summary>What chat learned beside its old tests, and the two small endpoints.</summary>
public sealed class OpenAITests(SimulatorFixture simulator) : IClassFixture<SimulatorFixture>
{
    private readonly DialectClient _client = For(simulator);

    private static string Text(JsonNode answer) => (string)answer["choices"]![0]!["message"]!["content"]!;

    [Fact]
    public async Task Chat_proves_what_arrived()
    {
        var seen = await simulator.AskAsync(JsonNode.Parse(
            $$$"""
            {"model":"sim","messages":[{"role":"user","content":[{"type":"text","text":"look"},
              {"type":"image_url","image_url":{"url":"data:image/png;base64,{{{Png}}}" } },
              {"type":"image_url","image_url":{"url":"https://example.com/a.png"}},
              {"type":"file","file":{"filename":"a.pdf","file_data":"data:application/pdf;base64,{{{Png}}}" } }]}]}
            """)!);
        Text(seen).ShouldStartWith("[image/png, 8 bytes] [image, https://example.com/a.png] [application/pdf, 8 bytes] ");
        var system = await simulator.AskAsync(JsonNode.Parse(
            """{"model":"sim","messages":[{"role":"system","content":"one"},{"role":"developer","content":"two"},{"role":"user","content":"repeat the system prompt"}]}""")!);
        Text(system).ShouldBe("one\n\ntwo");
        var told = await simulator.AskAsync(SimulatorFixture.Chat(
            "what parameters", JsonNode.Parse("""{"temperature":0.5,"top_p":0.9,"max_completion_tokens":5,"stop":"t","seed":7,"reasoning_effort":"low"}""")!.AsObject()));
        Text(told).ShouldBe("""{"temperature":0.5,"top_p":0.9,"max_tokens":5,"stop":["t"],"seed":7,"effort":"low"}""");
    }

    [Theory]
    [InlineData("""{"type":"image_url","image_url":{"url":"data:image/png;base64,##"}}""", "messages[0].content[0].image_url.url")]
    [InlineData("""{"type":"image_url","image_url":{"url":"file:///etc/passwd"}}""", "messages[0].content[0].image_url.url")]
    [InlineData("""{"type":"file","file":{"file_id":"file-1"}}""", "messages[0].content[0].file.file_id")]
    [InlineData("""{"type":"file","file":{"filename":"a"}}""", "messages[0].content[0].file.file_data")]
    public async Task Chat_refuses_media_that_it_cannot_read(string part, string param)
    {
        var body = SimulatorFixture.Chat("");
        body["messages"]![0]!["content"] = new JsonArray(JsonNode.Parse(part));
        var (status, error) = await simulator.FailAsync(body);
        status.ShouldBe(400);
        ((string)error["param"]!).ShouldBe(param);
    }

    [Fact]
    public async Task A_completion_is_the_same_plain_and_streamed()
    {
        var body = JsonNode.Parse("""{"model":"sim","prompt":"repeat exactly: one two three","max_tokens":2,"n":2}""")!.AsObject();
        var plain = await _client.AskAsync("/v1/completions", body);
        ((string)plain["object"]!).ShouldBe("text_completion");
        var events = await _client.StreamAsync("/v1/completions", With(body, """{"stream":true,"stream_options":{"include_usage":true}}"""));
        events[^1].Data.ShouldBe("[DONE]");
        var chunks = events.SkipLast(1).Select(item => JsonNode.Parse(item.Data)!).ToList();
        foreach (var choice in plain["choices"]!.AsArray())
        {
            ((string)choice!["text"]!).ShouldBe("one two");
            ((string)choice["finish_reason"]!).ShouldBe("length");
            string.Concat(chunks.SelectMany(chunk => chunk["choices"]!.AsArray()).Where(item => (int)item!["index"]! == (int)choice["index"]!).Select(item => (string)item!["text"]!))
                .ShouldBe("one two");
        }

        chunks[^1]["usage"]!.ToJsonString().ShouldBe(plain["usage"]!.ToJsonString());
    }

    [Theory]
    [InlineData("""{"prompt":null}""", "prompt")]
    [InlineData("""{"prompt":["a","b"]}""", "prompt")]
    [InlineData("""{"prompt":[1,2]}""", "prompt[0]")]
    [InlineData("""{"echo":true}""", "echo")]
    [InlineData("""{"messages":[]}""", "messages")]
    [InlineData("""{"max_tokens":-1}""", "max_tokens")]
    public async Task A_completion_that_is_wrong_is_refused_by_name(string members, string param)
    {
        var (status, error) = await _client.FailAsync("/v1/completions", With(JsonNode.Parse("""{"model":"sim","prompt":"x"}""")!.AsObject(), members));
        status.ShouldBe(400);
        ((string)error["error"]!["param"]!).ShouldBe(param);
    }

    [Fact]
    public async Task Moderation_flags_what_says_so()
    {
        var answer = await _client.AskAsync("/v1/moderations", JsonNode.Parse("""{"input":["hello","flag violence/graphic"]}"""));
        var results = answer["results"]!.AsArray();
        results.Select(result => (bool)result!["flagged"]!).ShouldBe([false, true]);
        ((bool)results[1]!["categories"]!["violence/graphic"]!).ShouldBeTrue();
        ((bool)results[1]!["categories"]!["violence"]!).ShouldBeFalse();
        (await _client.FailAsync("/v1/moderations", JsonNode.Parse("""{"input":5}"""))).Status.ShouldBe(400);
    }
}
