namespace Weir.Dialects.Answers;

/// <summary>
/// The text of an answer in blocks that are cited as a whole: Anthropic's way, and Bedrock's. What range a source belongs to is
/// known when its block ends, so it waits for that.
/// </summary>
internal sealed class CitedText
{
    private List<Citation>? _held;
    private TextLength _length;
    private int _start;

    /// <summary>More of the block that is being said.</summary>
    public void Say(ReadOnlySpan<byte> text) => _length.Add(text);

    /// <summary>A source of the block that is being said: insides of JSON strings.</summary>
    public void Cite(ReadOnlySpan<byte> url, ReadOnlySpan<byte> title, ReadOnlySpan<byte> quote) =>
        (_held ??= []).Add(new Citation(url.ToArray(), title.ToArray(), quote.ToArray(), _start, 0));

    /// <summary>The block has ended: hands its sources on.</summary>
    public void End(IAnswerSink sink)
    {
        foreach (var citation in _held ?? [])
            sink.Take(new AnswerPiece { Kind = AnswerPieceKind.Citation, Id = citation.Url.Span, Name = citation.Title.Span, Text = citation.Quote.Span, Start = _start, End = _length.Characters });
        _held?.Clear();
        _start = _length.Characters;
    }
}
