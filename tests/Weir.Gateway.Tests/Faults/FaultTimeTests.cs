using Weir.Gateway.Faults;
using Weir.Testing;

namespace Weir.Gateway.Tests.Faults;

/// <summary>When faults begin and end, and what a reload does to them. The clock begins at 2026-08-22 12:00.</summary>
[Trait("Category", "Slow")]
public sealed class FaultTimeTests
{
    private const string Other = "limits: { calls_in_flight: 77 }";

    private readonly FakeTimeProvider _clock = new();

    [Fact]
    public async Task A_fault_lasts_as_long_as_it_says_and_the_log_tells_its_beginning_and_its_end()
    {
        using var log = new LogCapture();
        await using var scene = await Scene.StartAsync(FaultScene.With("status, code: 400, for: 10m"), _clock, logging: log.Attach);
        await ShouldBeAsync(scene, touched: true);
        log.Lines.ShouldContain(line => line.Contains("The fault broken (status, 100 %) is in force until 2026-08-22T12:10:00Z", StringComparison.Ordinal));

        _clock.Advance(TimeSpan.FromMinutes(10) - TimeSpan.FromMilliseconds(1));
        await ShouldBeAsync(scene, touched: true);
        _clock.Advance(TimeSpan.FromMilliseconds(1));

        await ShouldBeAsync(scene, touched: false);
        log.Lines.ShouldContain(line => line.Contains("The fault broken is over; it touched 2 attempts", StringComparison.Ordinal));
        FaultScene.Only(scene).PhaseAt(_clock.GetUtcNow()).ShouldBe(FaultPhase.Over);
    }

    [Fact]
    public async Task A_fault_begins_and_ends_at_its_times()
    {
        await using var scene = await Scene.StartAsync(FaultScene.With("status, code: 400, from: \"2026-08-24T12:00Z\", until: \"2026-08-24T15:00:00+02:00\""), _clock);
        await ShouldBeAsync(scene, touched: false);

        _clock.Advance(TimeSpan.FromDays(2));
        await ShouldBeAsync(scene, touched: true);
        _clock.Advance(TimeSpan.FromHours(1));
        await ShouldBeAsync(scene, touched: false);
    }

    [Fact]
    public async Task A_reload_that_leaves_a_fault_as_it_was_does_not_begin_its_time_anew()
    {
        var fault = FaultScene.With("status, code: 400, for: 10m");
        await using var scene = await Scene.StartAsync(fault, _clock);
        await ShouldBeAsync(scene, touched: true);
        _clock.Advance(TimeSpan.FromMinutes(9));

        (await scene.ReloadAsync(fault + Other)).ShouldBeTrue();

        FaultScene.Only(scene).Injected.ShouldBe(1);
        _clock.Advance(TimeSpan.FromMinutes(1));
        await ShouldBeAsync(scene, touched: false);
    }

    [Fact]
    public async Task A_fault_that_a_reload_changes_is_a_new_one_and_one_that_it_takes_away_is_over()
    {
        await using var scene = await Scene.StartAsync(FaultScene.With("status, code: 400, for: 10m"), _clock);
        _clock.Advance(TimeSpan.FromMinutes(11));
        await ShouldBeAsync(scene, touched: false);

        (await scene.ReloadAsync(FaultScene.With("status, code: 400, for: 20m"))).ShouldBeTrue();
        await ShouldBeAsync(scene, touched: true);

        (await scene.ReloadAsync(Scene.Configuration)).ShouldBeTrue();
        await ShouldBeAsync(scene, touched: false);
        scene.Part<FaultBoard>().All.ShouldBeEmpty();
    }

    private static async Task ShouldBeAsync(Scene scene, bool touched) =>
        (await scene.ChatAsync(Scene.Hello)).IsTouched().ShouldBe(touched);
}
