using System.Text.Json;
using Weir.Dialects.Json;

namespace Weir.Dialects.Anthropic;

/// <summary>The members of a citation in a stream that matter. Spans are the inside of JSON strings.</summary>
internal ref struct CitationBody
{
    public ReadOnlySpan<byte> Type { get; private set; }

    /// <summary>The address: <c>url</c>, or <c>source</c> of a search's result that the client gave.</summary>
    public ReadOnlySpan<byte> Url { get; private set; }

    public ReadOnlySpan<byte> Title { get; private set; }

    /// <summary>The source's own words.</summary>
    public ReadOnlySpan<byte> Quote { get; private set; }

    public static CitationBody Read(ReadOnlySpan<byte> citation)
    {
        var body = default(CitationBody);
        var reader = new Utf8JsonReader(citation, EventJson.Options);
        if (citation.IsEmpty || !reader.Read()) return body;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (reader.ValueTextEquals("type"u8)) body.Type = EventJson.Text(ref reader, citation);
            else if (reader.ValueTextEquals("url"u8) || reader.ValueTextEquals("source"u8)) body.Url = EventJson.Text(ref reader, citation);
            else if (reader.ValueTextEquals("title"u8)) body.Title = EventJson.Text(ref reader, citation);
            else if (reader.ValueTextEquals("cited_text"u8)) body.Quote = EventJson.Text(ref reader, citation);
            else reader.SkipValue();
        }
        return body;
    }
}
