using Weir.Dialects.Answers;
using System.Text;
using Weir.Dialects.OpenAI;
using Weir.Dialects.Usage;
using Weir.Testing;

namespace Weir.Dialects.Tests.OpenAI;

public sealed class ChatStreamTests
{
    [Theory]
    [InlineData("", StreamEventKind.None)]
    [InlineData("[DONE]", StreamEventKind.Done)]
    [InlineData("""{"choices":[{"index":0,"delta":{"role":"assistant","content":""},"finish_reason":null}]}""", StreamEventKind.Other)]
    [InlineData("""{"choices":[{"index":0,"delta":{"content":"Hi"}}]}""", StreamEventKind.Content)]
    [InlineData("""{"choices":[{"index":0,"delta":{"reasoning_content":"Hm"}}]}""", StreamEventKind.Content)]
    [InlineData("""{"choices":[{"index":0,"delta":{"tool_calls":[{"index":0,"id":"c","type":"function","function":{"name":"f","arguments":""}}]}}]}""", StreamEventKind.Content)]
    [InlineData("""{"choices":[{"index":0,"delta":{},"finish_reason":"stop"}]}""", StreamEventKind.Other)]
    [InlineData("""{"choices":[],"usage":{"prompt_tokens":1,"completion_tokens":2,"total_tokens":3}}""", StreamEventKind.Usage)]
    [InlineData("""{"choices":[{"index":0,"delta":{},"finish_reason":"stop"}],"usage":{"prompt_tokens":1,"completion_tokens":2}}""", StreamEventKind.Other)]
    [InlineData("""{"choices":[],"prompt_filter_results":[{}]}""", StreamEventKind.Other)]
    [InlineData("""{"error":{"message":"no"}}""", StreamEventKind.Error)]
    [InlineData("""{"error":null,"choices":[]}""", StreamEventKind.Other)]
    [InlineData("""{"choices":[{"ind""", StreamEventKind.Malformed)]
    [InlineData("<html>", StreamEventKind.Malformed)]
    [InlineData("{} {}", StreamEventKind.Malformed)]
    [InlineData("42", StreamEventKind.Malformed)]
    public void Each_event_is_told_apart(string data, StreamEventKind kind) =>
        new ChatStream().Observe(Encoding.UTF8.GetBytes(data)).ShouldBe(kind);

    [Fact]
    public void A_stream_is_whole_once_every_choice_has_stopped()
    {
        var stream = new ChatStream();
        stream.IsWhole.ShouldBeFalse();
        Observe(stream, """{"model":"m-1","choices":[{"index":0,"delta":{"content":"a"}},{"index":1,"delta":{"content":"bé"}}]}""");
        Observe(stream, """{"choices":[{"index":1,"delta":{},"finish_reason":"length"}]}""");
        stream.IsWhole.ShouldBeFalse();
        Observe(stream, """{"choices":[{"index":0,"delta":{},"finish_reason":"stop"}]}""");
        stream.IsWhole.ShouldBeTrue();
        stream.FinishReason.ShouldBe("length");
        stream.Model.ShouldBe("m-1");
        stream.ContentBytes.ShouldBe(4);
    }

    [Fact]
    public void The_last_usage_holds_and_nonsense_is_not_believed()
    {
        var stream = new ChatStream();
        Observe(stream, """{"choices":[],"usage":{"prompt_tokens":9,"completion_tokens":1,"prompt_tokens_details":{"cached_tokens":4},"completion_tokens_details":{"reasoning_tokens":1}}}""");
        Observe(stream, """{"choices":[],"usage":{"prompt_tokens":-1,"completion_tokens":2}}""");
        Observe(stream, """{"choices":[],"usage":{"prompt_tokens":1e99,"completion_tokens":2}}""");
        stream.Usage.ShouldBe(new TokenUsage(9, 1, CachedInput: 4, Reasoning: 1));
    }

    [Fact]
    public void Observing_an_event_allocates_nothing()
    {
        var stream = new ChatStream();
        var chunk = """{"id":"chatcmpl-1","object":"chat.completion.chunk","created":1,"model":"m","system_fingerprint":"fp","choices":[{"index":0,"delta":{"content":" word"},"logprobs":null,"finish_reason":null}],"usage":null}"""u8.ToArray();
        Allocated.By(() => stream.Observe(chunk)).ShouldBe(0);
    }

    [Fact]
    public void Random_damage_never_throws()
    {
        var seed = Seeds.Next();
        var random = new Random(seed);
        var good = """{"model":"m","choices":[{"index":1,"delta":{"content":"x"},"finish_reason":"stop"}],"usage":{"prompt_tokens":1},"error":null}"""u8.ToArray();
        for (var round = 0; round < 20_000; round++)
        {
            var data = good.AsSpan(0, random.Next(good.Length + 1)).ToArray();
            for (var hits = random.Next(3); hits > 0 && data.Length > 0; hits--) data[random.Next(data.Length)] = (byte)random.Next(256);
            Should.NotThrow(() => new ChatStream().Observe(data), $"WEIR_TEST_SEED={seed}: {Convert.ToHexString(data)}");
        }
    }

    private static void Observe(ChatStream stream, string data) => stream.Observe(Encoding.UTF8.GetBytes(data));
}
