using System.Text.Json;
using Weir.Dialects.Conversations;
using Weir.Dialects.Json;

namespace Weir.Dialects.Gemini;

/// <summary>Reads what a function gave back.</summary>
internal static class ResultReader
{
    /// <summary>Reads the <c>response</c> and <c>parts</c> of a function's response.</summary>
    /// <returns>Whether the function failed.</returns>
    public static bool Read(JsonCursor result, List<Part> into)
    {
        var isError = false;
        if (result.TryGet("response", out var response) && response.IsObject())
        {
            var (key, text) = OnlyText(response.Element);
            isError = key == "error";
            // Google's own words for a result that is a mere text; anything else is given as the JSON that it is.
            var said = key is "result" or "output" or "error" ? text : MadeJson.TextOf(response.Element);
            into.Add(new TextPart(said, response.Path));
        }
        if (result.TryGet("parts", out var parts))
            foreach (var part in parts.OneOrMany()) ReadPart(part, into);
        return isError;
    }

    private static void ReadPart(JsonCursor part, List<Part> into)
    {
        if (!part.IsObject()) return;
        part.OmitOthersThan("inlineData", "fileData");
        if (part.TryFind("inlineData", out var inline)) MediaReader.ReadInline(inline, part.Path, into);
        else if (part.TryFind("fileData", out var file)) MediaReader.ReadFile(file, part.Path, into);
        else part.Fail($"'{part.Path}' holds nothing: it must have inlineData or fileData.", "invalid_value");
    }

    private static (string? Key, JsonElement Text) OnlyText(JsonElement response)
    {
        (string?, JsonElement) only = default;
        foreach (var member in response.EnumerateObject())
        {
            if (only.Item1 is not null || member.Value.ValueKind != JsonValueKind.String) return default;
            only = (member.Name, member.Value);
        }
        return only;
    }
}
