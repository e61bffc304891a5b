using Weir.Gateway.Batching;

namespace Weir.Gateway.Tests.Batching;

public sealed class CompanyTests
{
    private static readonly TimeSpan Wait = TimeSpan.FromMilliseconds(5);

    private readonly Company _company = new();
    private TimeSpan _now = TimeSpan.FromDays(1);

    [Fact]
    public void The_first_calls_wait()
    {
        for (var i = 0; i < Company.MostLonely; i++)
        {
            ComesAfter(60_000).ShouldBeTrue();
            _company.Waited(forNobody: true);
        }

        ComesAfter(60_000).ShouldBeFalse();
    }

    [Fact]
    public void Lonely_ones_wait_again_only_when_they_come_close_together()
    {
        for (var i = 0; i < Company.MostLonely; i++) _company.Waited(forNobody: true);

        ComesAfter(60_000).ShouldBeFalse();
        ComesAfter(6).ShouldBeFalse();
        ComesAfter(5).ShouldBeTrue();
        _company.Waited(forNobody: true);
        ComesAfter(6).ShouldBeFalse();
    }

    [Fact]
    public void Whoever_has_found_somebody_waits_the_next_times_too()
    {
        for (var i = 0; i < 2 * Company.MostLonely; i++) _company.Waited(forNobody: true);
        _company.Waited(forNobody: false);

        ComesAfter(60_000).ShouldBeTrue();
        _company.Waited(forNobody: true);
        ComesAfter(60_000).ShouldBeTrue();
    }

    private bool ComesAfter(int milliseconds)
    {
        _now += TimeSpan.FromMilliseconds(milliseconds);
        return _company.IsLikely(_now, Wait);
    }
}
