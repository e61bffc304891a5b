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

    public static bool IsBlank(JsonElement text) => RawJson.IsBlank(RawJson.Inside(text));
}
