using Weir.Gateway.Alerts;
using Weir.Testing;

namespace Weir.Gateway.Tests.Alerts;

public sealed class RecentAlertsTests
{
    [Fact]
    public void The_same_is_told_once_an_hour_and_another_at_once()
    {
        var clock = new FakeTimeProvider();
        var recent = new RecentAlerts(clock);

        recent.TryAdd(GivenAlerts.Alert("one")).ShouldBeTrue();
        recent.TryAdd(GivenAlerts.Alert("one")).ShouldBeFalse();
        recent.TryAdd(GivenAlerts.Alert("two")).ShouldBeTrue();
        recent.TryAdd(GivenAlerts.Alert("one", AlertKinds.Loop)).ShouldBeTrue();
        clock.Advance(TimeSpan.FromMinutes(59));
        recent.TryAdd(GivenAlerts.Alert("one")).ShouldBeFalse();
        clock.Advance(TimeSpan.FromMinutes(1));

        recent.TryAdd(GivenAlerts.Alert("one")).ShouldBeTrue();
    }

    [Fact]
    public void However_many_different_ones_there_are_the_memory_stays_bounded()
    {
        var recent = new RecentAlerts(new FakeTimeProvider());

        for (var i = 0; i < 20_000; i++) recent.TryAdd(GivenAlerts.Alert($"alert {i}")).ShouldBeTrue();

        recent.TryAdd(GivenAlerts.Alert("alert 19999")).ShouldBeFalse();
        recent.TryAdd(GivenAlerts.Alert("alert 0")).ShouldBeTrue();
    }

    [Fact]
    public void Every_severity_has_its_name()
    {
        foreach (var severity in Enum.GetValues<AlertSeverity>()) AlertSeverities.Find(AlertSeverities.NameOf(severity)).ShouldBe(severity);
        AlertSeverities.Find("grave").ShouldBeNull();
    }
}
