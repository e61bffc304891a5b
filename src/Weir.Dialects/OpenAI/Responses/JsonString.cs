using System.Buffers;
using System.Text.Json;
using Weir.Dialects.Json;

namespace Weir.Dialects.OpenAI.Responses;

/// <summary>Makes JSON strings of the insides of others.</summary>
internal static class JsonString
{
    /// <summary>What stands between two parts of a summary that become one text.</summary>
    public static ReadOnlySpan<byte> BlankLine => "\\n\\n"u8;

    public static JsonElement Of(ReadOnlySpan<byte> inside)
    {
        var quoted = new ArrayBufferWriter<byte>(inside.Length + 2);
        quoted.Write("\""u8);
        quoted.Write(inside);
        quoted.Write("\""u8);
        return JsonElement.Parse(quoted.WrittenSpan);
    }

    /// <summary>Texts as one, with a blank line between each two; null when there are none.</summary>
    public static JsonElement? Joined(IReadOnlyList<JsonElement> texts)
    {
        if (texts.Count < 2) return texts.Count == 0 ? null : texts[0];
        var joined = new ArrayBufferWriter<byte>();
        for (var i = 0; i < texts.Count; i++)
        {
            if (i > 0) joined.Write(BlankLine);
            joined.Write(RawJson.Inside(texts[i]));
        }
        return Of(joined.WrittenSpan);
    }

    /// <summary>A member that has to be a string with something in it; anything else is a fault.</summary>
    public static bool TryRequire(JsonCursor owner, string name, out JsonElement text)
    {
        text = default;
        if (!owner.TryRequire(name, out var member) || !member.IsText()) return false;
        text = member.Element;
        if (!RawJson.Inside(text).IsEmpty) return true;
        member.Fail($"'{member.Path}' must not be empty.", "invalid_value");
        return false;
    }
}
