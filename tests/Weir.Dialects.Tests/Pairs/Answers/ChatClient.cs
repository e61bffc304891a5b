using System.Text;
using System.Text.Json;
using Weir.Dialects.Answers;
using Weir.Dialects.Usage;

namespace Weir.Dialects.Tests.Pairs.Answers;

/// <summary>What a client of OpenAI's chat makes of an answer.</summary>
internal static class ChatClient
{
    public static Reply Hear(JsonElement body)
    {
        var choice = body.GetProperty("choices").EnumerateArray().Single();
        var message = choice.GetProperty("message");
        return new Reply
        {
            Model = body.Text("model"),
            Thoughts = message.Text("reasoning_content"),
            Text = message.Text("content"),
            Refusal = message.Text("refusal"),
            Calls = [.. message.List("tool_calls").Select(call => new ReplyCall(call.Text("id"), call.GetProperty("function").Text("name"), call.GetProperty("function").Text("arguments")))],
            Stop = Reason(choice.Text("finish_reason")),
            Usage = Usage(body.Get("usage")),
        };
    }

    public static Reply Hear(IReadOnlyList<(string Name, string Data)> events)
    {
        events[^1].Data.ShouldBe("[DONE]");
        var (thoughts, text, refusal) = (new StringBuilder(), new StringBuilder(), new StringBuilder());
        var calls = new List<(string Id, string Name, StringBuilder Arguments)>();
        string model = "", finish = "";
        TokenUsage? usage = null;
        foreach (var (_, data) in events.SkipLast(1))
        {
            var chunk = JsonDocument.Parse(data).RootElement;
            model = chunk.Text("model");
            usage = Usage(chunk.Get("usage")) ?? usage;
            foreach (var choice in chunk.List("choices"))
            {
                var delta = choice.GetProperty("delta");
                finish.ShouldBe("", "nothing follows the finish reason");
                finish += choice.Text("finish_reason");
                thoughts.Append(delta.Text("reasoning_content"));
                text.Append(delta.Text("content"));
                refusal.Append(delta.Text("refusal"));
                foreach (var call in delta.List("tool_calls")) Hear(call, calls);
            }
        }
        return new Reply
        {
            Model = model, Thoughts = thoughts.ToString(), Text = text.ToString(), Refusal = refusal.ToString(), Stop = Reason(finish), Usage = usage,
            Calls = [.. calls.Select(call => new ReplyCall(call.Id, call.Name, call.Arguments.ToString()))],
        };
    }

    private static void Hear(JsonElement call, List<(string Id, string Name, StringBuilder Arguments)> calls)
    {
        var index = call.GetProperty("index").GetInt32();
        var function = call.GetProperty("function");
        if (index == calls.Count) calls.Add((call.Text("id"), function.Text("name"), new StringBuilder()));
        calls[index].Arguments.Append(function.Text("arguments"));
    }

    private static TokenUsage? Usage(JsonElement? usage) => usage is null ? null : new TokenUsage(
        usage.Count("prompt_tokens"), usage.Count("completion_tokens"), usage?.Get("prompt_tokens_details").Count("cached_tokens") ?? 0,
        usage?.Get("prompt_tokens_details").Count("cache_write_tokens") ?? 0, usage?.Get("completion_tokens_details").Count("reasoning_tokens") ?? 0);

    private static StopReason Reason(string word) => word switch
    {
        "stop" => StopReason.EndTurn,
        "length" => StopReason.MaxTokens,
        "tool_calls" => StopReason.ToolCalls,
        "content_filter" => StopReason.ContentFilter,
        _ => throw new InvalidOperationException($"finish_reason '{word}'"),
    };
}
