using System.Buffers;
using System.Text;
using System.Text.Json;
using Weir.Dialects.Answers;
using Weir.Dialects.OpenAI.Chat;

namespace Weir.Dialects.Tests.OpenAI.Chat;

/// <summary>An answer that goes from the reader of chunks to the writers.</summary>
internal static class Written
{
    public static AnswerContext Context(string members = "") => new()
    {
        CallId = "abc",
        Model = "asked\"for",
        CreatedAt = 1_700_000_000,
        Time = StoppedClock.Instance,
        Conversation = Asked.With(members).Conversation,
    };

    /// <summary>The payloads of the chunks that a client is sent when the provider sends the given ones; after them comes the end.</summary>
    public static List<string> Chunks(AnswerContext context, params string[] upstream)
    {
        var output = new ArrayBufferWriter<byte>();
        Feed(upstream, ChatDialect.Instance.Stream(context, output));
        var text = Encoding.UTF8.GetString(output.WrittenSpan);
        text.ShouldEndWith("\n\n");
        var events = text.Split("\n\n", StringSplitOptions.RemoveEmptyEntries);
        return events.Select(@event => @event.ShouldStartWithData()).ToList();
    }

    /// <summary>The whole answer that a client is given.</summary>
    public static JsonElement Completion(AnswerContext context, params string[] upstream)
    {
        var collected = new CollectedAnswer();
        Feed(upstream, collected);
        return Completion(context, collected);
    }

    public static JsonElement Completion(AnswerContext context, CollectedAnswer collected)
    {
        var output = new ArrayBufferWriter<byte>();
        ChatDialect.Instance.Write(collected, context, output);
        return Json(Encoding.UTF8.GetString(output.WrittenSpan));
    }

    public static JsonElement Json(string json)
    {
        using var document = JsonDocument.Parse(json);
        return document.RootElement.Clone();
    }

    /// <summary>Deltas of the first choice, the finish reason of the last of them.</summary>
    public static IEnumerable<string> Deltas(IEnumerable<string> chunks) =>
        chunks.Where(chunk => chunk != "[DONE]").Select(Json).Where(chunk => chunk.GetProperty("choices").GetArrayLength() > 0)
            .Select(chunk => chunk.GetProperty("choices")[0].GetProperty("delta").GetRawText());

    private static void Feed(string[] upstream, IAnswerSink sink)
    {
        var reader = ChatDialect.Instance.Stream(1);
        foreach (var chunk in upstream) reader.Read(default, Encoding.UTF8.GetBytes(chunk), sink).ShouldNotBe(StreamEventKind.Malformed, chunk);
        sink.Take(new AnswerPiece { Kind = AnswerPieceKind.End });
    }

    private static string ShouldStartWithData(this string @event)
    {
        @event.ShouldStartWith("data: ");
        return @event[6..];
    }
}
