using System.Text;
using Weir.Dialects.Answers;

namespace Weir.Dialects.Tests.OpenAI.Chat;

/// <summary>An answer's pieces in short words.</summary>
internal sealed class RecordedPieces : IAnswerSink
{
    private readonly List<string> _pieces = [];

    public string All => string.Join(" | ", _pieces);

    public void Take(in AnswerPiece piece) => _pieces.Add(Short(piece));

    private static string Short(in AnswerPiece piece)
    {
        var choice = piece.Choice > 0 ? $"#{piece.Choice} " : "";
        return piece.Kind switch
        {
            AnswerPieceKind.Begin => $"begin {Say(piece.Id)} {Say(piece.Name)}",
            AnswerPieceKind.Text => $"{choice}text {Say(piece.Text)}",
            AnswerPieceKind.Refusal => $"{choice}refusal {Say(piece.Text)}",
            AnswerPieceKind.Reasoning => $"{choice}thought {Say(piece.Text)}",
            AnswerPieceKind.Signature => $"{choice}signed {Say(piece.Text)}{After(piece.Id)}",
            AnswerPieceKind.RedactedReasoning => $"{choice}secret {Say(piece.Text)}{After(piece.Id)}",
            AnswerPieceKind.ToolCall => $"{choice}call {piece.Call} {Say(piece.Id)} {Say(piece.Name)}{After(piece.Text)}",
            AnswerPieceKind.Arguments => $"{choice}args {piece.Call} {Say(piece.Text)}",
            AnswerPieceKind.EndToolCall => $"{choice}called {piece.Call}",
            AnswerPieceKind.Stop => $"{choice}stop {piece.Reason}{After(piece.Text)}",
            AnswerPieceKind.Usage => $"usage {piece.Usage.Input}+{piece.Usage.Output}{(piece.IsFinal ? "" : "?")}",
            _ => "end",
        };
    }

    private static string Say(ReadOnlySpan<byte> text) => Encoding.UTF8.GetString(text);

    private static string After(ReadOnlySpan<byte> text) => text.IsEmpty ? "" : $" ({Say(text)})";
}
