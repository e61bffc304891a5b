using System.Text;
using System.Text.Json;
using Weir.Dialects.Answers;
using Weir.Dialects.Usage;

namespace Weir.Dialects.Tests.Pairs.Answers;

/// <summary>What a client of OpenAI's Responses API makes of an answer.</summary>
internal static class ResponsesClient
{
    public static Reply Hear(JsonElement body)
    {
        var items = body.GetProperty("output").EnumerateArray().ToList();
        var thoughts = items.Where(item => item.Text("type") == "reasoning").ToList();
        var parts = items.Where(item => item.Text("type") == "message").SelectMany(item => item.List("content")).ToList();
        ReplyCall[] calls = [.. items.Where(item => item.Text("type") == "function_call").Select(item => new ReplyCall(item.Text("call_id"), item.Text("name"), item.Text("arguments")))];
        return new Reply
        {
            Model = body.Text("model"),
            Thoughts = string.Concat(thoughts.SelectMany(item => item.List("summary").Concat(item.List("content"))).Select(part => part.Text("text"))),
            Signature = string.Concat(thoughts.Select(item => item.Text("encrypted_content"))),
            Text = string.Concat(parts.Select(part => part.Text("text"))),
            Refusal = string.Concat(parts.Select(part => part.Text("refusal"))),
            Calls = calls,
            Stop = (body.Text("status"), body.Get("incomplete_details")?.Text("reason")) switch
            {
                ("completed", null) => calls.Length > 0 ? StopReason.ToolCalls : StopReason.EndTurn,
                ("incomplete", "max_output_tokens") => StopReason.MaxTokens,
                ("incomplete", "content_filter") => StopReason.ContentFilter,
                var other => throw new InvalidOperationException($"status {other}"),
            },
            Usage = Usage(body.Get("usage")),
        };
    }

    /// <summary>Puts the deltas together; what the events that end things repeat has to be the same.</summary>
    public static Reply Hear(IReadOnlyList<(string Name, string Data)> events)
    {
        var texts = new SortedDictionary<int, (string Kind, StringBuilder Text)>();
        Reply? told = null;
        foreach (var (number, (name, data)) in events.Where(@event => @event.Data != "[DONE]").Index())
        {
            var payload = JsonDocument.Parse(data).RootElement;
            var type = payload.Text("type");
            name.ShouldBe(type);
            payload.GetProperty("sequence_number").GetInt32().ShouldBe(number);
            told.ShouldBeNull("nothing follows the response's end");
            var item = payload.Get("output_index")?.GetInt32() ?? -1;
            if (type.EndsWith(".delta", StringComparison.Ordinal))
            {
                if (!texts.TryGetValue(item, out var text)) texts[item] = text = (type[9..^6], new StringBuilder());
                text.Text.Append(payload.Text("delta"));
            }
            else if (type.EndsWith(".done", StringComparison.Ordinal) && (payload.Get("text") ?? payload.Get("arguments") ?? payload.Get("refusal")) is { } whole)
                Js.Text(whole).ShouldBe(texts.TryGetValue(item, out var text) ? text.Text.ToString() : "", type);
            else if (type is "response.completed" or "response.incomplete") told = Hear(payload.GetProperty("response"));
        }
        var reply = told.ShouldNotBeNull("the response has an end");
        string Of(string kind) => string.Concat(texts.Values.Where(text => text.Kind.StartsWith(kind, StringComparison.Ordinal)).Select(text => text.Text));
        Of("output_text").ShouldBe(reply.Text);
        Of("refusal").ShouldBe(reply.Refusal);
        Of("reasoning").ShouldBe(reply.Thoughts);
        texts.Values.Where(text => text.Kind.StartsWith("function", StringComparison.Ordinal)).Select(text => text.Text.ToString())
            .ShouldBe(reply.Calls.Select(call => call.Arguments).Where(arguments => arguments.Length > 0));
        return reply;
    }

    private static TokenUsage? Usage(JsonElement? usage) => usage is null ? null : new TokenUsage(
        usage.Count("input_tokens"), usage.Count("output_tokens"), usage?.Get("input_tokens_details").Count("cached_tokens") ?? 0,
        usage?.Get("input_tokens_details").Count("cache_write_tokens") ?? 0, usage?.Get("output_tokens_details").Count("reasoning_tokens") ?? 0);
}
