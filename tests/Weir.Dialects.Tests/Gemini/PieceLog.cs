using System.Globalization;
using System.Text;
using Weir.Dialects.Answers;

namespace Weir.Dialects.Tests.Gemini;

/// <summary>Writes down the pieces of an answer, one to a line.</summary>
internal sealed class PieceLog : IAnswerSink
{
    private readonly List<string> _lines = [];

    public IReadOnlyList<string> Lines => _lines;

    public void Take(in AnswerPiece piece)
    {
        var line = new StringBuilder(piece.Kind.ToString());
        if (piece.Kind is not (AnswerPieceKind.Begin or AnswerPieceKind.Usage or AnswerPieceKind.End)) line.Append(CultureInfo.InvariantCulture, $" {piece.Choice}");
        if (piece.Kind is AnswerPieceKind.ToolCall or AnswerPieceKind.Arguments or AnswerPieceKind.EndToolCall) line.Append(CultureInfo.InvariantCulture, $".{piece.Call}");
        Append(line, " id=", piece.Id);
        Append(line, " name=", piece.Name);
        Append(line, " ", piece.Text);
        if (piece.Kind == AnswerPieceKind.Stop) line.Append(CultureInfo.InvariantCulture, $" {piece.Reason} {piece.Word}");
        if (piece.Kind == AnswerPieceKind.Usage)
        {
            var usage = piece.Usage;
            line.Append(CultureInfo.InvariantCulture, $" in={usage.Input} out={usage.Output} cached={usage.CachedInput} written={usage.CacheWrite} thought={usage.Reasoning} audio={usage.AudioInput}/{usage.AudioOutput} {(piece.IsFinal ? "final" : "first")}");
        }
        _lines.Add(line.ToString());
    }

    private static void Append(StringBuilder line, string label, ReadOnlySpan<byte> value)
    {
        if (!value.IsEmpty) line.Append(label).Append(Encoding.UTF8.GetString(value));
    }
}
