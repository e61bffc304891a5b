using System.Text.Json;

namespace Weir.Dialects.Json;

/// <summary>Puts a place in a JSON text into words, for errors about something that was found in passing.</summary>
public static class JsonPathFinder
{
    private const int MaxDepth = 1024;

    /// <summary>The path of the member whose name stands at an offset.</summary>
    /// <param name="json">A JSON text.</param>
    /// <param name="at">Where the name's opening quote stands.</param>
    public static JsonPath At(ReadOnlySpan<byte> json, long at)
    {
        var reader = new Utf8JsonReader(json, new JsonReaderOptions { MaxDepth = MaxDepth });
        var open = new Stack<(JsonPath Path, bool IsArray, int Next)>();
        var here = JsonPath.Root;
        while (reader.Read())
        {
            if (reader.TokenType is JsonTokenType.EndObject or JsonTokenType.EndArray)
            {
                open.Pop();
                continue;
            }
            if (reader.TokenType == JsonTokenType.PropertyName)
            {
                here = open.Peek().Path.Member(reader.GetString()!);
                if (reader.TokenStartIndex >= at) return here;
                continue;
            }
            if (open.TryPeek(out var around) && around.IsArray)
            {
                open.Pop();
                open.Push(around with { Next = around.Next + 1 });
                here = around.Path.Item(around.Next);
            }
            if (reader.TokenType is JsonTokenType.StartObject or JsonTokenType.StartArray) open.Push((here, reader.TokenType == JsonTokenType.StartArray, 0));
        }
        return JsonPath.Root;
    }
}
