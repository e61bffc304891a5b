using System.Globalization;
using Weir.Gateway.Budgets;
using Weir.Testing;

namespace Weir.Gateway.Tests.Budgets;

/// <summary>Windows begin where the operator's clocks say, also on the days on which those are changed.</summary>
public sealed class BudgetCalendarTests
{
    [Theory]
    [InlineData(nameof(BudgetPeriod.Hour), "UTC", "2026-03-01T12:34:56Z", "2026-03-01T12:00:00Z", "2026-03-01T13:00:00Z")]
    [InlineData(nameof(BudgetPeriod.Hour), "Asia/Kolkata", "2026-03-01T12:34:56Z", "2026-03-01T12:30:00Z", "2026-03-01T13:30:00Z")]
    [InlineData(nameof(BudgetPeriod.Day), "UTC", "2026-03-01T00:00:00Z", "2026-03-01T00:00:00Z", "2026-03-02T00:00:00Z")]
    [InlineData(nameof(BudgetPeriod.Day), "Europe/Berlin", "2026-03-01T22:59:59.999999Z", "2026-02-28T23:00:00Z", "2026-03-01T23:00:00Z")]
    [InlineData(nameof(BudgetPeriod.Day), "Europe/Berlin", "2026-03-01T23:00:00Z", "2026-03-01T23:00:00Z", "2026-03-02T23:00:00Z")]
    // Clocks are put forward: the day has 23 hours; put back: 25.
    [InlineData(nameof(BudgetPeriod.Day), "Europe/Berlin", "2026-03-29T12:00:00Z", "2026-03-28T23:00:00Z", "2026-03-29T22:00:00Z")]
    [InlineData(nameof(BudgetPeriod.Day), "Europe/Berlin", "2026-10-25T12:00:00Z", "2026-10-24T22:00:00Z", "2026-10-25T23:00:00Z")]
    // In Cairo clocks are put forward at midnight, so that the day begins at one.
    [InlineData(nameof(BudgetPeriod.Day), "Africa/Cairo", "2026-04-24T12:00:00Z", "2026-04-23T22:00:00Z", "2026-04-24T21:00:00Z")]
    [InlineData(nameof(BudgetPeriod.Week), "UTC", "2026-03-01T12:00:00Z", "2026-02-23T00:00:00Z", "2026-03-02T00:00:00Z")]
    [InlineData(nameof(BudgetPeriod.Month), "America/New_York", "2026-03-01T04:59:59Z", "2026-02-01T05:00:00Z", "2026-03-01T05:00:00Z")]
    [InlineData(nameof(BudgetPeriod.Month), "UTC", "2024-02-29T12:00:00Z", "2024-02-01T00:00:00Z", "2024-03-01T00:00:00Z")]
    public void A_window_begins_and_ends_by_the_clocks_of_its_zone(string period, string zone, string at, string start, string end)
    {
        var calendar = new BudgetCalendar(Enum.Parse<BudgetPeriod>(period), TimeZoneInfo.FindSystemTimeZoneById(zone), TimeSpan.Zero);

        var window = calendar.WindowAt(Micros(at));

        window.ShouldBe(new BudgetWindow(Micros(start), Micros(end)));
        window.Contains(window.Start).ShouldBeTrue();
        window.Contains(window.End).ShouldBeFalse();
        calendar.WindowAt(window.End).Start.ShouldBe(window.End);
    }

    /// <summary>
    /// All moments of a window are in that window and in no other, whatever a zone's clocks do: Lord Howe Island's are changed by half an
    /// hour, Nuuk's on the eve of a day, Cairo's at midnight.
    /// </summary>
    [Fact]
    public void Windows_follow_on_each_other_without_gap_or_overlap_in_all_zones()
    {
        var random = new Random(TestSeed.Value);
        string[] odd = ["Australia/Lord_Howe", "Asia/Kathmandu", "America/Nuuk", "Africa/Cairo", "America/Asuncion", "America/Havana", "Pacific/Chatham"];
        TimeZoneInfo[] zones = [.. odd.Select(TimeZoneInfo.FindSystemTimeZoneById), .. random.GetItems(TimeZoneInfo.GetSystemTimeZones().ToArray(), 30)];
        var begin = Micros("2024-01-01T00:00:00Z");
        foreach (var zone in zones)
            foreach (var change in ChangesOf(zone, begin, begin + Micros(TimeSpan.FromDays(1000))))
                for (var i = 0; i < 200; i++)
                {
                    var calendar = new BudgetCalendar((BudgetPeriod)random.Next(4), zone, TimeSpan.Zero);
                    ShouldBeInOneWindow(calendar, change + random.NextInt64(-Micros(TimeSpan.FromHours(3)), Micros(TimeSpan.FromHours(3))));
                }
    }

    private static void ShouldBeInOneWindow(BudgetCalendar calendar, long at)
    {
        var window = calendar.WindowAt(at);

        var told = $"WEIR_TEST_SEED={TestSeed.Value}: {calendar.Period} at {DateTimeOffset.UnixEpoch.AddMicroseconds(at):O} in {calendar.Zone.Id}";
        window.Contains(at).ShouldBeTrue(told);
        calendar.WindowAt(window.Start).ShouldBe(window, told);
        calendar.WindowAt(window.End - 1).ShouldBe(window, told);
        calendar.WindowAt(window.End).Start.ShouldBe(window.End, told);
    }

    /// <summary>The hours in which a zone's clocks are changed; where they never are, the first hour.</summary>
    private static IEnumerable<long> ChangesOf(TimeZoneInfo zone, long from, long to)
    {
        var hour = Micros(TimeSpan.FromHours(1));
        yield return from;
        for (var at = from; at < to; at += hour)
            if (zone.GetUtcOffset(DateTimeOffset.UnixEpoch.AddMicroseconds(at)) != zone.GetUtcOffset(DateTimeOffset.UnixEpoch.AddMicroseconds(at + hour))) yield return at;
    }

    [Fact]
    public void What_was_spent_in_a_rolling_window_counts_for_its_time_and_one_part_at_most()
    {
        var calendar = new BudgetCalendar(BudgetPeriod.Rolling, TimeZoneInfo.Utc, TimeSpan.FromHours(24));
        var (spend, at) = (new RollingSpend(calendar), Micros("2026-03-01T12:07:00Z"));
        spend.Add(new Amount(1, 10), at);
        spend.Add(new Amount(2, 20), at - Micros(TimeSpan.FromHours(3)));

        spend.SumAt(at).ShouldBe(new Amount(3, 30));
        spend.SumAt(at + Micros(TimeSpan.FromHours(21)) - 1).ShouldBe(new Amount(3, 30));
        spend.SumAt(at + Micros(TimeSpan.FromHours(21.25))).ShouldBe(new Amount(1, 10));
        spend.SumAt(at + Micros(TimeSpan.FromHours(24)) - 1).ShouldBe(new Amount(1, 10));
        spend.SumAt(at + Micros(TimeSpan.FromHours(24.25))).ShouldBe(default);
        spend.NextEnd(at + Micros(TimeSpan.FromHours(25))).ShouldBeNull();
    }

    private static long Micros(string time) => Micros(DateTimeOffset.Parse(time, CultureInfo.InvariantCulture) - DateTimeOffset.UnixEpoch);

    private static long Micros(TimeSpan time) => time.Ticks / TimeSpan.TicksPerMicrosecond;
}
