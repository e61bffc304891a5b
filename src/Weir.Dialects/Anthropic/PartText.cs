using System.Text.Json;
using Weir.Dialects.Conversations;
using Weir.Dialects.Json;

namespace Weir.Dialects.Anthropic;

/// <summary>Which texts Anthropic takes: none that is empty or of white space alone.</summary>
internal static class PartText
{
    /// <summary>The text of a part that is said as text, or null for other parts.</summary>
    public static JsonElement? Of(Part part) => part switch
    {
        TextPart text => text.Text,
        RefusalPart refusal => refusal.Text,
        _ => null,
    };

    public static bool IsBlank(JsonElement text)
    {
        var inside = RawJson.Inside(text);
        while (!inside.IsEmpty)
        {
            if (inside[0] == ' ') inside = inside[1..];
            else if (inside[0] == '\\' && inside.Length > 1 && inside[1] is (byte)'n' or (byte)'r' or (byte)'t') inside = inside[2..];
            else return false;
        }
        return true;
    }
}
