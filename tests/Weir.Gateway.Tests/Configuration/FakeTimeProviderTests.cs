using Weir.Testing;

namespace Weir.Gateway.Tests.Configuration;

public sealed class FakeTimeProviderTests
{
    [Fact]
    public void Timers_fire_in_order_each_at_its_own_time()
    {
        var clock = new FakeTimeProvider();
        var (start, fired) = (clock.GetUtcNow(), new List<string>());
        using var slow = clock.CreateTimer(_ => Note("slow"), null, TimeSpan.FromSeconds(3), Timeout.InfiniteTimeSpan);
        using var often = clock.CreateTimer(_ => Note("often"), null, TimeSpan.FromSeconds(2), TimeSpan.FromSeconds(2));

        clock.Advance(TimeSpan.FromSeconds(4));

        fired.ShouldBe(["often 2", "slow 3", "often 4"]);
        clock.GetUtcNow().ShouldBe(start.AddSeconds(4));
        clock.ActiveTimers.ShouldBe(1);

        void Note(string what) => fired.Add($"{what} {(clock.GetUtcNow() - start).TotalSeconds}");
    }

    [Fact]
    public async Task A_delay_ends_when_the_clock_has_moved_far_enough()
    {
        var clock = new FakeTimeProvider();
        var stamp = clock.GetTimestamp();
        var delay = Task.Delay(TimeSpan.FromMinutes(1), clock);

        clock.Advance(TimeSpan.FromSeconds(59));
        delay.IsCompleted.ShouldBeFalse();
        clock.Advance(TimeSpan.FromSeconds(1));

        await delay;
        clock.GetElapsedTime(stamp).ShouldBe(TimeSpan.FromMinutes(1));
    }
}
