namespace Weir.Gateway.Limits;

/// <summary>One number of a limit, and how much of it one subject uses. Used under the <see cref="LimitBook"/>'s lock.</summary>
/// <param name="unit">What is counted.</param>
/// <param name="isDay">Whether over a day, and not over a minute.</param>
/// <param name="limit">The number, 1 or more.</param>
internal sealed class LimitMeter(LimitUnit unit, bool isDay, long limit)
{
    public LimitUnit Unit => unit;

    public bool IsDay => isDay;

    public RateWindow Window { get; } = isDay ? RateWindow.OfDay(limit) : RateWindow.OfMinute(limit);
}
