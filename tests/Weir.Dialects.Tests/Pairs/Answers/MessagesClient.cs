using System.Text;
using System.Text.Json;
using Weir.Dialects.Answers;
using Weir.Dialects.Usage;

namespace Weir.Dialects.Tests.Pairs.Answers;

/// <summary>What a client of Anthropic's Messages makes of an answer.</summary>
internal static class MessagesClient
{
    public static Reply Hear(JsonElement body)
    {
        var blocks = body.GetProperty("content").EnumerateArray().ToList();
        return Reply(body.Text("model"), body, Usage(body.Get("usage")), [.. blocks.Select(block => (block, new StringBuilder(block.Text("text") + block.Text("thinking") + block.Get("input")?.GetRawText()), block.Text("signature")))]);
    }

    public static Reply Hear(IReadOnlyList<(string Name, string Data)> events)
    {
        var blocks = new List<(JsonElement Start, StringBuilder Text, string Signature)>();
        var open = new HashSet<int>();
        var (model, ended) = ("", false);
        JsonElement end = default;
        TokenUsage? usage = null;
        foreach (var (name, data) in events)
        {
            var payload = JsonDocument.Parse(data).RootElement;
            payload.Text("type").ShouldBe(name);
            ended.ShouldBeFalse("nothing follows the message's end");
            var index = payload.Get("index")?.GetInt32() ?? -1;
            switch (name)
            {
                case "message_start": (model, usage) = (payload.GetProperty("message").Text("model"), Usage(payload.GetProperty("message").Get("usage"))); break;
                case "content_block_start":
                    index.ShouldBe(blocks.Count);
                    blocks.Add((payload.GetProperty("content_block"), new StringBuilder(), ""));
                    open.Add(index);
                    // Anthropic's SDKs tell of the newest block whatever an event brings.
                    open.Count.ShouldBe(1);
                    break;
                case "content_block_delta":
                    open.ShouldContain(index);
                    var delta = payload.GetProperty("delta");
                    blocks[index].Text.Append(delta.Text("text") + delta.Text("thinking") + delta.Text("partial_json"));
                    if (delta.Text("type") == "signature_delta") blocks[index] = blocks[index] with { Signature = delta.Text("signature") };
                    break;
                case "content_block_stop": open.Remove(index).ShouldBeTrue(); break;
                case "message_delta": (end, usage) = (payload.GetProperty("delta"), Merged(usage ?? default, payload.GetProperty("usage"))); break;
                case "message_stop": ended = true; break;
            }
        }
        ended.ShouldBeTrue();
        open.ShouldBeEmpty();
        return Reply(model, end, usage, blocks);
    }

    private static Reply Reply(string model, JsonElement end, TokenUsage? usage, List<(JsonElement Start, StringBuilder Text, string Signature)> blocks)
    {
        string Of(string type) => string.Concat(blocks.Where(block => block.Start.Text("type") == type).Select(block => block.Text));
        return new Reply
        {
            Model = model, Thoughts = Of("thinking"), Text = Of("text"), Signature = string.Concat(blocks.Select(block => block.Signature)), Usage = usage,
            Calls = [.. blocks.Where(block => block.Start.Text("type") == "tool_use").Select(block => new ReplyCall(block.Start.Text("id"), block.Start.Text("name"), block.Text.Length == 0 ? "{}" : block.Text.ToString()))],
            StopSequence = end.Text("stop_sequence"),
            Stop = end.Text("stop_reason") switch
            {
                "end_turn" => StopReason.EndTurn,
                "max_tokens" => StopReason.MaxTokens,
                "stop_sequence" => StopReason.StopSequence,
                "tool_use" => StopReason.ToolCalls,
                "refusal" => StopReason.ContentFilter,
                var word => throw new InvalidOperationException($"stop_reason '{word}'"),
            },
        };
    }

    private static TokenUsage? Usage(JsonElement? usage) => usage is null ? null : Merged(default, usage.Value);

    /// <summary>Counts in a later usage replace earlier ones; those it does not repeat stay.</summary>
    private static TokenUsage Merged(TokenUsage before, JsonElement usage)
    {
        var cached = usage.Get("cache_read_input_tokens")?.GetInt64() ?? before.CachedInput;
        var written = usage.Get("cache_creation_input_tokens")?.GetInt64() ?? before.CacheWrite;
        var input = usage.Get("input_tokens")?.GetInt64() ?? (before.Input - before.CachedInput - before.CacheWrite);
        return new TokenUsage(input + cached + written, usage.GetProperty("output_tokens").GetInt64(), cached, written, usage.Get("output_tokens_details").Count("thinking_tokens"));
    }
}
