namespace Weir.Gateway.Tests.Configuration;

/// <summary>One mistake each in what counts as unusual.</summary>
public sealed class AnomaliesConfigTests
{
    [Theory]
    [InlineData("floor: 0", "anomalies.floor: 0 is out of range. Write 0.01 or more.")]
    [InlineData("floor: 30", "anomalies.new_floor: 20 is below floor. Write 30 or more.")]
    [InlineData("subjects: 5", "anomalies.subjects: 5 is out of range. Write 10 to 100000.")]
    [InlineData("time_zone: Mars/Olympus", "anomalies.time_zone: \"Mars/Olympus\" is no time zone that this system knows.")]
    [InlineData("action: stop", "anomalies.action: \"stop\" is not one of the values allowed here.")]
    [InlineData("for: 8d", "anomalies.for: 8d is out of range. Write 1m to 7d.")]
    [InlineData("calls_per_minute: 0", "anomalies.calls_per_minute: 0 is out of range. Write 1 to 10000.")]
    [InlineData("loops: { calls: 2 }", "anomalies.loops.calls: 2 is out of range. Write 3 to 32.")]
    [InlineData("loops: { for: 2d }", "anomalies.loops.for: 2d is out of range. Write 1m to 1d.")]
    public void A_mistake_is_told_with_its_place_and_remedy(string anomalies, string error) =>
        Given.Errors($"{Given.Minimal}anomalies: {{ {anomalies} }}").ShouldHaveSingleItem().ShouldContain(error);
}
