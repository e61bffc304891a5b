namespace Weir.Gateway.Limits;

/// <summary>One reading of the gateway's clock. Minutes are counted on the steady clock, which no correction moves; days on the wall's.</summary>
/// <param name="Elapsed">The steady clock; only differences mean anything.</param>
/// <param name="Utc">The wall clock.</param>
internal readonly record struct Moment(TimeSpan Elapsed, DateTimeOffset Utc)
{
    /// <summary>Reads a clock.</summary>
    public static Moment Of(TimeProvider time) => new(time.GetElapsedTime(0), time.GetUtcNow());
}
