namespace Weir.Lab.Tests.Simulator;

/// <summary>A clock that shows the same moment for ever, so that two runs write the same dates.</summary>
internal sealed class StoppedTime : TimeProvider
{
    public override DateTimeOffset GetUtcNow() => new(2026, 1, 2, 3, 4, 5, TimeSpan.Zero);
}
