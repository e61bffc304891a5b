namespace Weir.Dialects.Tests;

/// <summary>A clock that stands still: what is written twice says the same time twice.</summary>
internal sealed class StoppedClock : TimeProvider
{
    public static readonly StoppedClock Instance = new();

    public override DateTimeOffset GetUtcNow() => DateTimeOffset.FromUnixTimeSeconds(1_800_000_001);
}
