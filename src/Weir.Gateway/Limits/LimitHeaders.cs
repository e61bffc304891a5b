using System.Globalization;
using Microsoft.AspNetCore.Http;
using Weir.Dialects;
using Weir.Dialects.Limits;

namespace Weir.Gateway.Limits;

/// <summary>Tells clients of their limits in their dialect's headers, as its own provider would; Gemini's clients know of none.</summary>
internal static class LimitHeaders
{
    private static readonly LimitKind[] Kinds = Enum.GetValues<LimitKind>();

    /// <param name="figures">What is left.</param>
    /// <param name="headers">Where it is told.</param>
    /// <param name="dialect">The client's.</param>
    /// <param name="now">The time that resets are counted from.</param>
    public static void Write(LimitFigures figures, IHeaderDictionary headers, Dialect dialect, DateTimeOffset now)
    {
        foreach (var kind in Kinds)
        {
            if (figures.Of(kind) is not { Limit: { } limit, Remaining: { } remaining, Reset: { } reset }
                || LimitHeader.NameIn(dialect, kind, LimitAspect.Limit) is not { } name) continue;
            headers[name] = limit.ToString(CultureInfo.InvariantCulture);
            headers[LimitHeader.NameIn(dialect, kind, LimitAspect.Remaining)!] = remaining.ToString(CultureInfo.InvariantCulture);
            headers[LimitHeader.NameIn(dialect, kind, LimitAspect.Reset)!] = ResetTime.Write(dialect, Rounded(reset), now);
        }
    }

    /// <summary>Whoever comes back then is not to be a part of a millisecond too early.</summary>
    private static TimeSpan Rounded(TimeSpan reset) => TimeSpan.FromMilliseconds(Math.Ceiling(reset.TotalMilliseconds));
}
