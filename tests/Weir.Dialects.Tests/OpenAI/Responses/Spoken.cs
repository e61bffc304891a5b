using System.Buffers;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Weir.Dialects.Answers;
using Weir.Dialects.Conversations;
using Weir.Dialects.Json;
using Weir.Dialects.OpenAI.Responses;

namespace Weir.Dialects.Tests.OpenAI.Responses;

/// <summary>Shortcuts through the dialect for tests.</summary>
internal static class Spoken
{
    public static readonly ProviderTarget Target = new() { Model = "upstream-model" };

    public static Conversation Read(string json, params string[] earlier)
    {
        var document = RequestReading.Parse(Encoding.UTF8.GetBytes(json), out var reading);
        document.ShouldNotBeNull(reading.Fault?.Message);
        return ResponsesDialect.Read(new JsonCursor(document.RootElement, JsonPath.Root, reading), [.. earlier.Select(item => JsonElement.Parse(item))]);
    }

    public static Conversation ReadWell(string json, params string[] earlier)
    {
        var conversation = Read(json, earlier);
        conversation.Reading.Fault.ShouldBeNull();
        conversation.Reading.Omissions.ShouldBeEmpty();
        return conversation;
    }

    public static JsonNode Written(Conversation conversation)
    {
        var output = new ArrayBufferWriter<byte>();
        ResponsesDialect.Instance.Write(conversation, Target, output);
        return JsonNode.Parse(output.WrittenSpan)!;
    }

    public static AnswerContext Context(string request = """{"model":"m","input":"Hi"}""") => new()
    {
        CallId = "c1",
        Model = "asked-model",
        CreatedAt = 1_800_000_000,
        Time = StoppedClock.Instance,
        Conversation = new Conversation { ClientDialect = Dialect.Responses, Source = JsonElement.Parse(request), Reading = new RequestReading() },
    };

    /// <summary>Parses what a stream's writer wrote: each payload, and that its frame is what it has to be.</summary>
    public static List<JsonNode> Events(ReadOnlySpan<byte> stream)
    {
        var text = Encoding.UTF8.GetString(stream);
        text.ShouldEndWith("\n\n");
        var events = new List<JsonNode>();
        foreach (var frame in text.Split("\n\n", StringSplitOptions.RemoveEmptyEntries))
        {
            if (frame == "data: [DONE]") continue;
            var lines = frame.Split('\n');
            lines.Length.ShouldBe(2, frame);
            var payload = JsonNode.Parse(lines[1]["data: ".Length..])!;
            lines[0].ShouldBe("event: " + (string)payload["type"]!);
            ((int)payload["sequence_number"]!).ShouldBe(events.Count);
            events.Add(payload);
        }
        return events;
    }

    /// <summary>Writes pieces as a stream and gives its bytes.</summary>
    public static byte[] Stream(AnswerContext context, Action<IAnswerSink> answer)
    {
        var output = new ArrayBufferWriter<byte>();
        answer(ResponsesDialect.Instance.Stream(context, output));
        return output.WrittenSpan.ToArray();
    }

    /// <summary>Reads a stream as a provider's and gives its pieces in words.</summary>
    public static PieceLog ReadStream(ReadOnlySpan<byte> stream)
    {
        var log = new PieceLog();
        var reader = ResponsesDialect.Instance.Stream(1);
        foreach (var line in Encoding.UTF8.GetString(stream).Split('\n'))
            if (line.StartsWith("data: ", StringComparison.Ordinal)) reader.Read(default, Encoding.UTF8.GetBytes(line[6..]), log);
        reader.IsWhole.ShouldBeTrue();
        return log;
    }
}
