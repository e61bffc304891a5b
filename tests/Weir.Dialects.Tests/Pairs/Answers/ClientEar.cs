using System.Text.Json;
using Weir.Dialects.Answers;

namespace Weir.Dialects.Tests.Pairs.Answers;

/// <summary>What a client of a dialect makes of what it receives.</summary>
internal static class ClientEar
{
    public static Reply Hear(Dialect client, JsonElement body) => client switch
    {
        Dialect.Chat => ChatClient.Hear(body),
        Dialect.Responses => ResponsesClient.Hear(body),
        Dialect.Messages => MessagesClient.Hear(body),
        _ => GeminiClient.Hear([body]),
    };

    public static Reply Hear(Dialect client, string stream)
    {
        var events = Events(stream);
        return client switch
        {
            Dialect.Chat => ChatClient.Hear(events),
            Dialect.Responses => ResponsesClient.Hear(events),
            Dialect.Messages => MessagesClient.Hear(events),
            _ => GeminiClient.Hear([.. events.Select(@event => JsonDocument.Parse(@event.Data).RootElement)]),
        };
    }

    /// <summary>What of a reply a client's dialect has words for, and in which words it comes.</summary>
    public static Reply Hearable(Dialect client, Reply reply)
    {
        if (client is Dialect.Messages or Dialect.Gemini) reply = reply with { Text = reply.Text + reply.Refusal, Refusal = "" };
        // Anthropic's stop_sequence has to say which one it was, so it is said only where the provider told.
        if (client != Dialect.Messages || reply.StopSequence.Length == 0) reply = reply with { StopSequence = "", Stop = reply.Stop == StopReason.StopSequence ? StopReason.EndTurn : reply.Stop };
        return client switch
        {
            Dialect.Chat => reply with { Signature = "" },
            Dialect.Gemini => reply with { Calls = [.. reply.Calls.Select(call => call with { Id = "*" })], Usage = reply.Usage is { } usage ? usage with { CacheWrite = 0 } : null },
            _ => reply,
        };
    }

    public static IReadOnlyList<(string Name, string Data)> Events(string stream)
    {
        stream.ShouldEndWith("\n\n");
        return [.. stream[..^2].Split("\n\n").Select(frame =>
        {
            var lines = frame.Split('\n');
            lines.Length.ShouldBeLessThanOrEqualTo(2, frame);
            lines[^1].ShouldStartWith("data: ");
            if (lines.Length == 2) lines[0].ShouldStartWith("event: ");
            return (lines.Length == 2 ? lines[0][7..] : "", lines[^1][6..]);
        })];
    }
}
