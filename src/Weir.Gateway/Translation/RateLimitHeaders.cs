using Weir.Dialects;
using Weir.Dialects.Limits;

namespace Weir.Gateway.Translation;

/// <summary>Says what an upstream's headers say of limits in the client's dialect; Gemini's clients know of none.</summary>
internal static class RateLimitHeaders
{
    /// <summary>Translates one header.</summary>
    /// <param name="header">The upstream's header.</param>
    /// <param name="value">Its value.</param>
    /// <param name="client">Who is told.</param>
    /// <param name="time">The clock that resets are counted from.</param>
    /// <param name="name">The client's header.</param>
    /// <param name="said">Its value.</param>
    /// <returns>False when the client's dialect has no such header, or the value makes no sense.</returns>
    public static bool TryTranslate(string header, string value, Dialect client, TimeProvider time, out string name, out string said)
    {
        (name, said) = (header.ToLowerInvariant(), value);
        // What tells clients when to try again is the same everywhere.
        if (name is "retry-after" or "retry-after-ms" or "x-should-retry") return true;
        if (!LimitHeader.TryRead(name, out var kind, out var aspect) || LimitHeader.NameIn(client, kind, aspect) is not { } own) return false;
        name = own;
        if (aspect != LimitAspect.Reset) return true;
        var now = time.GetUtcNow();
        if (ResetTime.Parse(value, now) is not { } delay) return false;
        said = ResetTime.Write(client, delay, now);
        return true;
    }
}
