using System.Text.Json;
using Weir.Dialects.OpenAI;

namespace Weir.Gateway.Responses;

/// <summary>Parses what is stored: whatever was accepted as a request can be read again, however deep it nests.</summary>
internal static class StoredJson
{
    /// <summary>An answer nests a request's tools a few levels deeper than the request did.</summary>
    private const int MaxDepth = RequestHeadReader.MaxDepth + 16;

    public static JsonElement Parse(ReadOnlySpan<byte> json) => JsonElement.Parse(json, new JsonDocumentOptions { MaxDepth = MaxDepth });

    /// <summary>Parses a text whose document the caller disposes of.</summary>
    public static JsonDocument Document(ReadOnlySpan<byte> json)
    {
        var reader = new Utf8JsonReader(json, new JsonReaderOptions { MaxDepth = MaxDepth });
        return JsonDocument.ParseValue(ref reader);
    }
}
