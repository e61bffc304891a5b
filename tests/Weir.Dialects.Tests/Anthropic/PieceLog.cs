using System.Text;
using Weir.Dialects.Answers;

namespace Weir.Dialects.Tests.Anthropic;

/// <summary>Writes pieces down, one line each, as short as they can be told apart.</summary>
internal sealed class PieceLog : IAnswerSink
{
    private readonly List<string> _lines = [];

    public string Text => string.Join('\n', _lines);

    public void Take(in AnswerPiece piece)
    {
        var text = Encoding.UTF8.GetString(piece.Text);
        var id = Encoding.UTF8.GetString(piece.Id);
        var name = Encoding.UTF8.GetString(piece.Name);
        _lines.Add(piece.Kind switch
        {
            AnswerPieceKind.Begin => $"begin {name} {id}",
            AnswerPieceKind.ToolCall => $"call {piece.Call} {id} {name}{text}",
            AnswerPieceKind.Arguments => $"arguments {piece.Call} {text}",
            AnswerPieceKind.EndToolCall => $"end {piece.Call}",
            AnswerPieceKind.Stop => $"stop {piece.Reason} {piece.Word} {text}".TrimEnd(),
            AnswerPieceKind.Usage => $"usage {piece.Usage.Input} {piece.Usage.Output} {piece.Usage.CachedInput} {piece.Usage.CacheWrite} {piece.Usage.Reasoning}{(piece.IsFinal ? " final" : "")}",
            AnswerPieceKind.End => "whole",
            AnswerPieceKind.Work => $"work {name}",
            var kind => $"{kind.ToString().ToLowerInvariant()} {text}",
        });
    }
}
