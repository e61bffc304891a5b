using Weir.Gateway.Faults;
using Weir.Testing;

namespace Weir.Gateway.Tests.Faults;

/// <summary>The blast cap.</summary>
public sealed class FaultShareTests
{
    private readonly FakeTimeProvider _clock = new();

    [Theory]
    [InlineData(50, 100, 50)]
    [InlineData(20, 100, 20)]
    [InlineData(1, 100, 10)]
    [InlineData(0, 100, 0)]
    [InlineData(100, 100, 100)]
    [InlineData(50, 5, 5)]
    public void No_more_than_the_share_is_touched_but_ten_always_may_be(int percent, int calls, int touched) =>
        Touch(new FaultShare(_clock), percent, calls).ShouldBe(touched);

    [Fact]
    public void What_is_a_minute_old_no_longer_counts()
    {
        var share = new FaultShare(_clock);
        Touch(share, 10, 100).ShouldBe(10);
        _clock.Advance(TimeSpan.FromSeconds(59));
        Touch(share, 10, 20).ShouldBe(2);

        _clock.Advance(TimeSpan.FromSeconds(1));

        // Of the hundred nothing is left: eight more need no share.
        Touch(share, 10, 20).ShouldBe(8);
    }

    [Fact]
    public void A_clock_that_is_set_back_stops_nothing()
    {
        var clock = new SetBackClock();
        var share = new FaultShare(clock);
        Touch(share, 50, 30).ShouldBe(15);
        clock.Now -= TimeSpan.FromMinutes(5);

        Touch(share, 50, 30).ShouldBe(15);
    }

    [Fact]
    public async Task Beyond_the_share_calls_are_spared_and_counted_and_the_log_says_so_once()
    {
        using var log = new LogCapture();
        await using var scene = await Scene.StartAsync(FaultScene.With("status, code: 400"), _clock, logging: log.Attach);

        var answers = new List<Answer>();
        for (var i = 0; i < 40; i++) answers.Add(await scene.ChatAsync(Scene.Hello));

        answers.Count(answer => answer.IsTouched()).ShouldBe(20);
        answers.ShouldAllBe(answer => answer.Status == (answer.IsTouched() ? 400 : 200));
        (FaultScene.Only(scene).Injected, FaultScene.Only(scene).Skipped).ShouldBe((20, 20));
        log.Lines.Count(line => line.Contains(" 2802 ", StringComparison.Ordinal)).ShouldBe(1);
        var metrics = (await scene.GetAsync("/metrics")).Body;
        metrics.ShouldContain("weir_faults_injected_total{fault=\"broken\",deployment=\"big\"} 20");
        metrics.ShouldContain("weir_faults_skipped_total{fault=\"broken\"} 20");
        metrics.ShouldContain("weir_faults_active 1");
    }

    private static int Touch(FaultShare share, int percent, int calls)
    {
        var touched = 0;
        for (var i = 0; i < calls; i++)
        {
            share.Count();
            if (share.TryTouch(percent)) touched++;
        }
        return touched;
    }

    private sealed class SetBackClock : TimeProvider
    {
        public DateTimeOffset Now { get; set; } = new(2026, 11, 21, 12, 0, 0, TimeSpan.Zero);

        /// <inheritdoc/>
        public override DateTimeOffset GetUtcNow() => Now;
    }
}
