using System.Buffers;
using System.Text;
using System.Text.Json;
using Weir.Dialects.Anthropic;
using Weir.Dialects.Answers;
using Weir.Dialects.Sse;

namespace Weir.Dialects.Tests.Anthropic;

/// <summary>Answers, read and written in short.</summary>
internal static class Answers
{
    public static AnswerContext Context { get; } = new() { CallId = "c1", Model = "asked", CreatedAt = 1, Time = StoppedClock.Instance, Conversation = Talks.Simple() };

    public static AnswerPiece Begin => new() { Kind = AnswerPieceKind.Begin, Name = "m"u8 };

    public static AnswerPiece End => new() { Kind = AnswerPieceKind.End };

    public static AnswerPiece Of(AnswerPieceKind kind, string text = "", int call = 0, string id = "", string name = "", int choice = 0) => new()
    {
        Kind = kind, Text = Encoding.UTF8.GetBytes(text), Call = call, Id = Encoding.UTF8.GetBytes(id), Name = Encoding.UTF8.GetBytes(name), Choice = choice,
    };

    public static AnswerPiece Stop(StopReason reason, string sequence = "") => new() { Kind = AnswerPieceKind.Stop, Reason = reason, Text = Encoding.UTF8.GetBytes(sequence) };

    /// <summary>Reads events and gives back the pieces.</summary>
    public static string Read(IAnswerReader reader, params string[] events)
    {
        var log = new PieceLog();
        foreach (var data in events) reader.Read(default, Encoding.UTF8.GetBytes(data), log);
        return log.Text;
    }

    /// <summary>Takes a written stream apart; every event has to be named as its payload says.</summary>
    public static List<JsonElement> Events(ReadOnlySpan<byte> stream)
    {
        var events = new List<JsonElement>();
        while (!stream.IsEmpty)
        {
            SseEvent.TryRead(stream, out var read).ShouldBeTrue("the stream ends inside an event");
            var payload = JsonDocument.Parse(read.Data.ToArray(), new JsonDocumentOptions { AllowDuplicateProperties = false }).RootElement;
            read.Raw.StartsWith(Encoding.UTF8.GetBytes($"event: {payload.GetProperty("type").GetString()}\ndata: ")).ShouldBeTrue();
            events.Add(payload);
            stream = stream[read.Raw.Length..];
        }
        return events;
    }

    public static JsonElement Whole(CollectedAnswer answer)
    {
        var output = new ArrayBufferWriter<byte>();
        MessagesDialect.Instance.Write(answer, Context, output);
        return JsonDocument.Parse(output.WrittenMemory.ToArray(), new JsonDocumentOptions { AllowDuplicateProperties = false }).RootElement;
    }
}
