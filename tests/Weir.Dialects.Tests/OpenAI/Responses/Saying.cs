using System.Text;
using Weir.Dialects.Answers;
using Weir.Dialects.Usage;

namespace Weir.Dialects.Tests.OpenAI.Responses;

/// <summary>Hands pieces to a sink, as a reader does.</summary>
internal static class Saying
{
    public static IAnswerSink Begin(this IAnswerSink sink, string model = "served-model") => sink.Piece(new AnswerPiece { Kind = AnswerPieceKind.Begin, Name = Encoding.UTF8.GetBytes(model) });

    public static IAnswerSink Text(this IAnswerSink sink, string text) => sink.Piece(new AnswerPiece { Kind = AnswerPieceKind.Text, Text = Encoding.UTF8.GetBytes(text) });

    public static IAnswerSink Refusal(this IAnswerSink sink, string text) => sink.Piece(new AnswerPiece { Kind = AnswerPieceKind.Refusal, Text = Encoding.UTF8.GetBytes(text) });

    public static IAnswerSink Think(this IAnswerSink sink, string text, string id = "") => sink.Piece(new AnswerPiece { Kind = AnswerPieceKind.Reasoning, Text = Encoding.UTF8.GetBytes(text), Id = Encoding.UTF8.GetBytes(id) });

    public static IAnswerSink Sign(this IAnswerSink sink, string signature, string id = "") =>
        sink.Piece(new AnswerPiece { Kind = AnswerPieceKind.Signature, Text = Encoding.UTF8.GetBytes(signature), Id = Encoding.UTF8.GetBytes(id) });

    public static IAnswerSink Redacted(this IAnswerSink sink, string data) => sink.Piece(new AnswerPiece { Kind = AnswerPieceKind.RedactedReasoning, Text = Encoding.UTF8.GetBytes(data) });

    public static IAnswerSink Call(this IAnswerSink sink, int call, string id, string name, string signature = "") =>
        sink.Piece(new AnswerPiece { Kind = AnswerPieceKind.ToolCall, Call = call, Id = Encoding.UTF8.GetBytes(id), Name = Encoding.UTF8.GetBytes(name), Text = Encoding.UTF8.GetBytes(signature) });

    public static IAnswerSink Arguments(this IAnswerSink sink, int call, string text) => sink.Piece(new AnswerPiece { Kind = AnswerPieceKind.Arguments, Call = call, Text = Encoding.UTF8.GetBytes(text) });

    public static IAnswerSink EndCall(this IAnswerSink sink, int call) => sink.Piece(new AnswerPiece { Kind = AnswerPieceKind.EndToolCall, Call = call });

    public static IAnswerSink Stop(this IAnswerSink sink, StopReason reason) => sink.Piece(new AnswerPiece { Kind = AnswerPieceKind.Stop, Reason = reason });

    public static IAnswerSink Usage(this IAnswerSink sink, long input = 10, long output = 5, long cached = 0, long written = 0, long reasoning = 0) =>
        sink.Piece(new AnswerPiece { Kind = AnswerPieceKind.Usage, Usage = new TokenUsage(input, output, cached, written, reasoning), IsFinal = true });

    public static IAnswerSink End(this IAnswerSink sink) => sink.Piece(new AnswerPiece { Kind = AnswerPieceKind.End });

    private static IAnswerSink Piece(this IAnswerSink sink, in AnswerPiece piece)
    {
        sink.Take(piece);
        return sink;
    }
}
