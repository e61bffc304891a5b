using System.Text;
using Weir.Dialects.Answers;

namespace Weir.Dialects.Tests.OpenAI.Responses;

/// <summary>Writes down what pieces come, one line each.</summary>
internal sealed class PieceLog : IAnswerSink
{
    public List<string> Lines { get; } = [];

    public void Take(in AnswerPiece piece)
    {
        var text = Encoding.UTF8.GetString(piece.Text);
        var id = Encoding.UTF8.GetString(piece.Id);
        Lines.Add(piece.Kind switch
        {
            AnswerPieceKind.Begin => $"Begin {Encoding.UTF8.GetString(piece.Name)} {id}",
            AnswerPieceKind.ToolCall => $"ToolCall {piece.Call} {id} {Encoding.UTF8.GetString(piece.Name)}{(text.Length > 0 ? " signed " + text : "")}",
            AnswerPieceKind.Arguments => $"Arguments {piece.Call} {text}",
            AnswerPieceKind.EndToolCall => $"EndToolCall {piece.Call}",
            AnswerPieceKind.Stop => $"Stop {piece.Reason} {piece.Word}",
            AnswerPieceKind.Usage => $"Usage {piece.Usage.Input}/{piece.Usage.CachedInput}/{piece.Usage.CacheWrite} {piece.Usage.Output}/{piece.Usage.Reasoning}{(piece.IsFinal ? "" : " so far")}",
            AnswerPieceKind.Signature => $"Signature {id} {text}",
            AnswerPieceKind.End => "End",
            AnswerPieceKind.Work => $"Work {Encoding.UTF8.GetString(piece.Name)}",
            _ => $"{piece.Kind} {text}",
        });
    }

    public override string ToString() => string.Join('\n', Lines);
}
