using System.Globalization;
using Weir.Gateway.Costs;
using Weir.Gateway.Tests.Ledger;
using Weir.Testing;

namespace Weir.Gateway.Tests.Costs;

/// <summary>SQL reckons with a time zone as the machine does, also when clocks are changed.</summary>
public sealed class ZoneClockTests
{
    [Theory]
    [InlineData("UTC", true)]
    [InlineData("Europe/Berlin", true)]
    [InlineData("America/New_York", true)]
    [InlineData("Asia/Kolkata", false)]
    [InlineData("Australia/Lord_Howe", false)]
    public void Times_of_two_years_are_those_of_the_zone(string name, bool wholeHours)
    {
        var (zone, since, random) = (TimeZoneInfo.FindSystemTimeZoneById(name), new DateTimeOffset(2025, 1, 1, 0, 0, 0, TimeSpan.Zero), new Random(TestSeed.Value));
        var clock = new ZoneClock(zone, since, since.AddYears(2));
        using var fixture = new LedgerFixture();
        using var session = fixture.Database.ConnectToRead();
        using var sql = session.Prepare($"SELECT strftime('%Y-%m-%dT%H:%M', {clock.Local("value")} / 1000000, 'unixepoch') || {clock.Suffix("value")} FROM (SELECT $1 AS value)");

        clock.HasWholeHours.ShouldBe(wholeHours);
        // Around both changes of each year, and anywhere.
        DateTimeOffset[] times = [.. Enumerable.Range(0, 500).Select(_ => since.AddMinutes(random.Next(2 * 365 * 24 * 60))), .. Enumerable.Range(0, 96).Select(quarter => new DateTimeOffset(2026, 10, 25, 0, 0, 0, TimeSpan.Zero).AddMinutes(15 * quarter))];
        foreach (var time in times)
        {
            sql.Add((time - DateTimeOffset.UnixEpoch).Ticks / TimeSpan.TicksPerMicrosecond);
            sql.Read().ShouldBeTrue();
            sql.NextString().ShouldBe(TimeZoneInfo.ConvertTime(time, zone).ToString(name == "UTC" ? "yyyy-MM-ddTHH:mmZ" : "yyyy-MM-ddTHH:mmzzz", CultureInfo.InvariantCulture), $"seed {TestSeed.Value}");
            sql.Reset();
        }
    }
}
