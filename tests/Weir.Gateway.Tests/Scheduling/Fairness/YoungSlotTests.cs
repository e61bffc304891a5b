using Weir.Gateway.Model;
using Weir.Gateway.Scheduling;
using Weir.Gateway.Scheduling.Concurrency;
using Weir.Gateway.Telemetry;
using Weir.Testing;

namespace Weir.Gateway.Tests.Scheduling.Fairness;

/// <summary>Given a deployment that may stop work that can wait, when a call of a higher priority would wait too long, then the youngest is stopped for it.</summary>
public sealed class YoungSlotTests : IDisposable
{
    private static readonly ServiceUsed Used = new(1_000, 0, 100);

    private readonly FakeTimeProvider _clock = new();
    private readonly WeirMetrics _metrics = new();
    private readonly List<string> _stopped = [];

    [Fact]
    public async Task The_youngest_is_stopped_and_as_many_as_wait()
    {
        var limit = Busy(out _, out var young);
        var (first, second) = (Chat(limit), Chat(limit));

        _stopped.ShouldBe(["young-2", "young-1"]);
        young[1].Leave(SlotOutcome.Untold, null, Used);
        (await first).IsEntered.ShouldBeTrue();
        _ = Chat(limit);
        _stopped.Count.ShouldBe(2, "the one that leaves still is for the one that waits, and there is no third that is young");
        young[0].Leave(SlotOutcome.Untold, null, Used);
        (await second).IsEntered.ShouldBeTrue();
    }

    [Fact]
    public void Nobody_is_stopped_who_has_taken_a_tenth_of_what_they_take_or_where_the_operator_does_not_want_it()
    {
        var limit = Busy(out _, out _);
        _clock.Advance(TimeSpan.FromSeconds(1.1));
        _ = Chat(limit);
        _stopped.ShouldBeEmpty();

        limit = Busy(out _, out _, cancels: false);
        _ = Chat(limit);
        _stopped.ShouldBeEmpty();
    }

    [Fact]
    public void Nobody_is_stopped_for_equals_or_where_slots_are_soon_free_anyway()
    {
        var limit = Busy(out _, out _);
        limit.EnterAsync(Request("another", CallPriority.Low), CancellationToken.None).AsTask().IsCompleted.ShouldBeFalse();
        _stopped.ShouldBeEmpty();
        limit.EnterAsync(Request("patient", CallPriority.Normal) with { FirstToken = TimeSpan.FromMinutes(1) }, CancellationToken.None).AsTask().IsCompleted.ShouldBeFalse();
        _stopped.ShouldBeEmpty();
    }

    /// <inheritdoc/>
    public void Dispose() => _metrics.Dispose();

    /// <summary>Four slots: two taken by attempts that have run for five seconds, two by attempts that have just begun. They take ten seconds.</summary>
    private DeploymentLimit Busy(out Slot[] old, out Slot[] young, bool cancels = true)
    {
        var limit = new DeploymentLimit("a", new ConcurrencyModel(ConcurrencyAdapt.Off, 1, 4, 4, 100) { CancelsYoung = cancels }, null, _clock, _metrics.Deployments);
        var before = limit.TryEnter(Request("reports", CallPriority.Low))!;
        _clock.Advance(TimeSpan.FromSeconds(10));
        before.Leave(SlotOutcome.Answered, null, Used);
        old = [Job(limit, "old-1"), Job(limit, "old-2")];
        _clock.Advance(TimeSpan.FromSeconds(5));
        young = [Job(limit, "young-1"), Job(limit, "young-2")];
        return limit;
    }

    private Slot Job(DeploymentLimit limit, string name)
    {
        var slot = limit.TryEnter(Request("reports", CallPriority.Low)).ShouldNotBeNull();
        slot.MayBeStopped(() => _stopped.Add(name));
        return slot;
    }

    private static Task<SlotResult> Chat(DeploymentLimit limit) =>
        limit.EnterAsync(Request("chat", CallPriority.Normal) with { FirstToken = TimeSpan.FromMilliseconds(500) }, CancellationToken.None).AsTask();

    private static SlotRequest Request(string tenant, CallPriority priority) => new(tenant, priority, TimeSpan.FromMinutes(10)) { InputTokens = 1_000, OutputTokens = 100 };
}
