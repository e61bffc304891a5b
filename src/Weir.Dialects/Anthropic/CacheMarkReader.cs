using Weir.Dialects.Conversations;
using Weir.Dialects.Json;

namespace Weir.Dialects.Anthropic;

/// <summary>Reads <c>cache_control</c> of a block or a tool.</summary>
internal static class CacheMarkReader
{
    public static CacheMark? Read(JsonCursor owner)
    {
        if (!owner.TryGet("cache_control", out var mark) || !mark.TryRequire("type", out var type)) return null;
        mark.OmitOthers("type", "ttl");
        if (type.Text() is { } word && word != "ephemeral") type.FailChoice(word, "ephemeral");
        if (!mark.TryGet("ttl", out var ttl)) return new CacheMark(null);
        if (ttl.Text() is { } time && time is not ("5m" or "1h")) ttl.FailChoice(time, "5m", "1h");
        return new CacheMark(ttl.Element);
    }
}
