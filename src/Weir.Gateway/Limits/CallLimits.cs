using Microsoft.AspNetCore.Http;
using Weir.Dialects;
using Weir.Tokens;

namespace Weir.Gateway.Limits;

/// <summary>The limits that hold for a call, and what it has of them. What it still has at its end is given back.</summary>
/// <param name="book">Where they are counted.</param>
/// <param name="accounts">One for each limit.</param>
internal sealed class CallLimits(LimitBook book, LimitAccount[] accounts) : IDisposable
{
    /// <summary>How many tokens an answer produces between two looks: each takes the book's lock.</summary>
    private const long Step = 64;

    private long _nextLook = Step;

    public ReadOnlySpan<LimitAccount> Accounts => accounts;

    /// <summary>What was set aside, meter by meter; null for a call that was not let in, or has given it back. Under the book's lock, as the one below.</summary>
    public LimitHold[]? Holds { get; set; }

    /// <summary>What was set aside for it at its beginning.</summary>
    public LimitNeeds Needs { get; set; }

    /// <summary>Why it was not let in; null where it was.</summary>
    public LimitRefusal? Refusal { get; set; }

    /// <summary>The answer has become longer.</summary>
    /// <param name="contentBytes">How long its text is by now, in UTF-8 bytes.</param>
    public void Produced(long contentBytes)
    {
        var tokens = TokenEstimate.OfBytes(contentBytes);
        if (tokens < _nextLook) return;
        _nextLook = tokens + Step;
        book.Count(this, Needs with { Output = tokens });
    }

    /// <summary>Counts what the call has used in all, and gives back the rest.</summary>
    /// <returns>What is to be kept of that beyond a restart; null for nothing.</returns>
    public IReadOnlyList<LimitDayCount>? Settle(LimitNeeds used) => book.Settle(this, used);

    /// <summary>Tells a client what is left of them.</summary>
    public void Write(IHeaderDictionary headers, Dialect dialect) => LimitHeaders.Write(book.Figures(this), headers, dialect, book.Now.Utc);

    /// <inheritdoc/>
    public void Dispose() => book.Settle(this, default);
}
