using System.Text.Json;
using Weir.Dialects.Answers;

namespace Weir.Dialects.OpenAI.Responses;

/// <summary>Hands on the notes on texts. Their ranges are counted from the beginning of a part, others' from the beginning of the answer.</summary>
internal sealed class CitationPieces
{
    private TextLength _length;
    private int _start;

    /// <summary>Another part begins.</summary>
    public void BeginPart() => _start = _length.Characters;

    /// <summary>More of the part's text.</summary>
    public void Say(ReadOnlySpan<byte> text) => _length.Add(text);

    /// <summary>Hands a note on.</summary>
    public void Send(ItemProgress item, int part, JsonElement annotation, IAnswerSink sink)
    {
        item.Cite(part);
        var type = ItemPieces.Member(annotation, "type"u8);
        var url = ItemPieces.Member(annotation, "url"u8);
        if (!type.SequenceEqual("url_citation"u8) || url.IsEmpty)
        {
            // Files at OpenAI, which nobody but a client of OpenAI's can open.
            if (!type.IsEmpty) sink.Take(new AnswerPiece { Kind = AnswerPieceKind.Work, Name = type });
            return;
        }
        var (start, end) = (Index(annotation, "start_index"u8), Index(annotation, "end_index"u8));
        var isRange = end > 0 && start <= end;
        sink.Take(new AnswerPiece
        {
            Kind = AnswerPieceKind.Citation, Id = url, Name = ItemPieces.Member(annotation, "title"u8),
            Start = isRange ? _start + start : 0, End = isRange ? _start + end : 0,
        });
    }

    /// <summary>Hands on the notes on a part that is whole, unless they came one by one.</summary>
    public void SendRest(ItemProgress item, int index, JsonElement part, IAnswerSink sink)
    {
        if (item.IsCited(index) || !part.TryGetProperty("annotations"u8, out var notes) || notes.ValueKind != JsonValueKind.Array) return;
        foreach (var note in notes.EnumerateArray()) Send(item, index, note, sink);
    }

    private static int Index(JsonElement annotation, ReadOnlySpan<byte> name) =>
        annotation.TryGetProperty(name, out var index) && index.ValueKind == JsonValueKind.Number && index.TryGetInt32(out var number) && number > 0 ? number : 0;
}
