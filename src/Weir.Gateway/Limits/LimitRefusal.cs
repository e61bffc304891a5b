namespace Weir.Gateway.Limits;

/// <summary>Why a call is not let in.</summary>
/// <param name="Limit">The limit that it would have to wait for longest.</param>
/// <param name="Unit">Which of its numbers.</param>
/// <param name="IsDay">Whether over a day.</param>
/// <param name="Size">The number.</param>
/// <param name="Used">How much of it is used and set aside.</param>
/// <param name="Needed">How much the call needs.</param>
/// <param name="Wait">How long until it would be let in, if no other comes before.</param>
internal sealed record LimitRefusal(RateLimitModel Limit, LimitUnit Unit, bool IsDay, long Size, long Used, long Needed, TimeSpan Wait);
