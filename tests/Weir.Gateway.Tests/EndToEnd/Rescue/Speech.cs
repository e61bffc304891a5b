using System.Buffers;
using System.Text;
using Weir.Dialects;
using Weir.Dialects.Answers;
using Weir.Dialects.Conversations;
using Weir.Dialects.Errors;
using Weir.Dialects.Json;
using Weir.Dialects.Usage;

namespace Weir.Gateway.Tests.EndToEnd.Rescue;

/// <summary>A streamed answer as a provider of some dialect sends it, event by event.</summary>
internal static class Speech
{
    /// <summary>The events of an answer up to its end.</summary>
    /// <param name="dialect">The provider's dialect.</param>
    /// <param name="words">The pieces of its text.</param>
    /// <param name="thoughts">What it thinks first, or nothing.</param>
    public static IEnumerable<string> Begin(Dialect dialect, IEnumerable<string> words, string thoughts = "")
    {
        var output = new ArrayBufferWriter<byte>();
        var writer = WriterOf(dialect, output);
        writer.Take(new AnswerPiece { Kind = AnswerPieceKind.Begin, Name = "upstream-model-2026"u8 });
        if (thoughts.Length > 0) writer.Take(new AnswerPiece { Kind = AnswerPieceKind.Reasoning, Text = Inside(thoughts) });
        foreach (var word in words) writer.Take(new AnswerPiece { Kind = AnswerPieceKind.Text, Text = Inside(word) });
        return EventsOf(output);
    }

    /// <summary>The events of a whole answer.</summary>
    public static IEnumerable<string> Whole(Dialect dialect, IEnumerable<string> words, string thoughts = "")
    {
        var output = new ArrayBufferWriter<byte>();
        var writer = WriterOf(dialect, output);
        writer.Take(new AnswerPiece { Kind = AnswerPieceKind.Begin, Name = "upstream-model-2026"u8 });
        if (thoughts.Length > 0) writer.Take(new AnswerPiece { Kind = AnswerPieceKind.Reasoning, Text = Inside(thoughts) });
        foreach (var word in words) writer.Take(new AnswerPiece { Kind = AnswerPieceKind.Text, Text = Inside(word) });
        writer.Take(new AnswerPiece { Kind = AnswerPieceKind.Stop, Reason = StopReason.EndTurn, Word = "stop" });
        writer.Take(new AnswerPiece { Kind = AnswerPieceKind.Usage, Usage = new TokenUsage(100, 40), IsFinal = true });
        writer.Take(new AnswerPiece { Kind = AnswerPieceKind.End });
        return EventsOf(output);
    }

    /// <summary>An event that reports an overload.</summary>
    public static string Overloaded(Dialect dialect)
    {
        var output = new ArrayBufferWriter<byte>();
        DialectTable.Client(dialect).Write(new ClientError(503, "service_unavailable_error", "overloaded", "Overloaded, try later.", null, "req"), asEvent: true, output);
        return Encoding.UTF8.GetString(output.WrittenSpan);
    }

    private static AnswerWriter WriterOf(Dialect dialect, ArrayBufferWriter<byte> output) => DialectTable.Client(dialect).Stream(new AnswerContext
    {
        CallId = "up", Model = "upstream-model-2026", CreatedAt = 1, Time = TimeProvider.System,
        Conversation = new Conversation { ClientDialect = dialect, Source = RawJson.Text(""), Reading = new RequestReading() },
    }, output);

    private static byte[] Inside(string text) => RawJson.Inside(RawJson.Text(text)).ToArray();

    private static IEnumerable<string> EventsOf(ArrayBufferWriter<byte> output) =>
        [.. Encoding.UTF8.GetString(output.WrittenSpan).Split("\n\n", StringSplitOptions.RemoveEmptyEntries).Select(text => text + "\n\n")];
}
