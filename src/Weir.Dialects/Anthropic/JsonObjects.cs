using System.Text.Json;
using Weir.Dialects.OpenAI;

namespace Weir.Dialects.Anthropic;

/// <summary>Tells whether a text that a model wrote is a JSON object, which it need not be.</summary>
internal static class JsonObjects
{
    public static bool Is(ReadOnlySpan<byte> text)
    {
        try
        {
            var reader = new Utf8JsonReader(text, new JsonReaderOptions { MaxDepth = RequestHeadReader.MaxDepth });
            if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject) return false;
            reader.Skip();
            return !reader.Read();
        }
        catch (JsonException)
        {
            return false;
        }
    }
}
