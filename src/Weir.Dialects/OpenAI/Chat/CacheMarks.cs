using Weir.Dialects.Conversations;
using Weir.Dialects.Json;

namespace Weir.Dialects.OpenAI.Chat;

/// <summary>Reads what clients say of the prompt cache: Anthropic's <c>cache_control</c>, which many chat clients send along, and OpenAI's <c>prompt_cache_breakpoint</c>.</summary>
internal static class CacheMarks
{
    public static CacheMark? Read(JsonCursor holder)
    {
        if (holder.TryGet("cache_control", out var control))
        {
            control.OmitOthers("type", "ttl");
            return control.IsObject() ? new CacheMark(control.RawText("ttl")) : null;
        }
        if (!holder.TryGet("prompt_cache_breakpoint", out var breakpoint)) return null;
        breakpoint.OmitOthers("mode");
        return breakpoint.IsObject() ? new CacheMark(null) : null;
    }
}
