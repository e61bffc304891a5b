using Weir.Gateway.Model;
using Weir.Gateway.Scheduling;
using Weir.Gateway.Scheduling.Concurrency;
using Weir.Gateway.Telemetry;
using Weir.Testing;

namespace Weir.Gateway.Tests.Scheduling.Fairness;

public sealed class FairQueueTests : IDisposable
{
    private static readonly ServiceUsed Used = new(1_000, 0, 100);

    private readonly FakeTimeProvider _clock = new();
    private readonly WeirMetrics _metrics = new();

    [Fact]
    public async Task Of_one_tenant_the_call_that_is_due_first_goes_first()
    {
        var limit = Limit(1);
        var held = limit.TryEnter(Request("acme"))!;
        var report = Enter(limit, Request("acme"));
        var chat = Enter(limit, Request("acme") with { FirstToken = TimeSpan.FromMilliseconds(500) });

        held.Leave(SlotOutcome.Answered, null, Used);
        (chat.IsCompleted, report.IsCompleted).ShouldBe((true, false));
        (await chat).Slot!.Leave(SlotOutcome.Answered, null, Used);
        (await report).IsEntered.ShouldBeTrue();
    }

    [Fact]
    public async Task A_call_that_would_be_late_is_refused_where_its_feature_says_so()
    {
        var limit = Limit(1);
        var held = limit.TryEnter(Request("acme"))!;
        var waiting = Enumerable.Range(0, 13).Select(_ => Enter(limit, Request("acme"))).ToList();
        // One a second.
        for (var i = 0; i < 6; i++)
        {
            _clock.Advance(TimeSpan.FromSeconds(1));
            held.Leave(SlotOutcome.Answered, TimeSpan.FromMilliseconds(200), Used);
            held = (await waiting.Single(each => each.IsCompleted && each.Result.Slot!.Waited == waiting.Where(one => one.IsCompleted).Max(one => one.Result.Slot!.Waited))).Slot!;
        }
        var wanted = Request("acme") with { FirstToken = TimeSpan.FromSeconds(2) };

        var refused = await Enter(limit, wanted with { RefusesLate = true });
        refused.Refusal.ShouldBe(SlotRefusal.Late);
        refused.RetryAfter.TotalSeconds.ShouldBeInRange(6, 9, "seven wait, and one more");
        Enter(limit, wanted).IsCompleted.ShouldBeFalse("it may wait where nothing is said");
        Enter(limit, Request("another") with { FirstToken = TimeSpan.FromSeconds(4), RefusesLate = true }).IsCompleted.ShouldBeFalse("a tenant with nothing waiting gets every second turn");
    }

    [Fact]
    public async Task Of_a_full_line_the_tenant_with_most_waiting_gives_way()
    {
        var limit = Limit(1, queue: 10);
        limit.TryEnter(Request("crowd")).ShouldNotBeNull();
        var crowd = Enumerable.Range(0, 10).Select(_ => Enter(limit, Request("crowd"))).ToList();

        var single = Enter(limit, Request("single"));
        single.IsCompleted.ShouldBeFalse();
        (await crowd[^1]).Refusal.ShouldBe(SlotRefusal.Shed);
        crowd.Take(9).ShouldAllBe(each => !each.IsCompleted);
        (await Enter(limit, Request("crowd"))).Refusal.ShouldBe(SlotRefusal.Full, "it is itself the one");
    }

    [Fact]
    public async Task A_slot_that_a_lower_priority_may_not_take_is_free_for_a_higher_one()
    {
        var limit = Limit(10);
        var reports = Enumerable.Range(0, 31).Select(_ => Enter(limit, Request("reports", CallPriority.Low) with { Patience = TimeSpan.FromMinutes(5) })).ToList();
        var chat = Enter(limit, Request("chat") with { FirstToken = TimeSpan.FromMilliseconds(500) });
        _clock.Advance(TimeSpan.FromSeconds(1));
        (await reports[0]).Slot!.Leave(SlotOutcome.Answered, TimeSpan.FromMilliseconds(100), Used);
        // It got its slot late, so that from now on one slot is left free for it.
        (await chat).Slot!.Leave(SlotOutcome.Answered, TimeSpan.FromMilliseconds(100), Used);

        limit.InFlight.ShouldBe(9);
        limit.Waiting.ShouldBe(21);
        (limit.HasRoom(Request("reports", CallPriority.Low)), limit.HasRoom(Request("chat"))).ShouldBe((false, true));
        (await Enter(limit, Request("chat"))).Slot!.Waited.ShouldBe(TimeSpan.Zero);
        // When nobody of a higher priority has come for a minute, all of it is theirs.
        _clock.Advance(TimeSpan.FromMinutes(1));
        (await reports[1]).Slot!.Leave(SlotOutcome.Answered, null, Used);
        limit.InFlight.ShouldBe(10);
    }

    /// <summary>What is remembered of tenants is bounded by those who are there, and by those who owe something.</summary>
    [Fact]
    public async Task A_hundred_thousand_tenants_come_and_go()
    {
        var limit = Limit(4, queue: 1_000);
        var random = new Random(TestSeed.Value);
        var inside = new List<Slot>();
        var waiting = new List<Task<SlotResult>>();
        for (var tenant = 0; tenant < 100_000; tenant++)
        {
            waiting.Add(Enter(limit, Request($"tenant-{tenant}", (CallPriority)random.Next(3)) with { Guaranteed = random.Next(5) == 0 ? 0.01 : 0 }));
            while (waiting.Count > 50 || (inside.Count > 0 && random.Next(3) == 0))
            {
                foreach (var each in waiting.FindAll(each => each.IsCompleted))
                {
                    waiting.Remove(each);
                    if ((await each).Slot is { } entered) inside.Add(entered);
                }
                var slot = inside[random.Next(inside.Count)];
                inside.Remove(slot);
                slot.Leave(SlotOutcome.Answered, null, new ServiceUsed(random.Next(1, 3_000), 0, random.Next(3_000)));
            }
            if (tenant % 100 == 0) _clock.Advance(TimeSpan.FromSeconds(random.Next(20)));
        }
        limit.Tenants.ShouldBeLessThan(2_000, $"seed {TestSeed.Value}");
        while (limit.InFlight > 0)
        {
            foreach (var each in waiting.FindAll(each => each.IsCompleted))
            {
                waiting.Remove(each);
                if ((await each).Slot is { } entered) inside.Add(entered);
            }
            inside[0].Leave(SlotOutcome.Answered, null, Used);
            inside.RemoveAt(0);
        }
        (limit.Waiting, _clock.ActiveTimers).ShouldBe((0, 0));
    }

    /// <inheritdoc/>
    public void Dispose() => _metrics.Dispose();

    private static SlotRequest Request(string tenant, CallPriority priority = CallPriority.Normal) =>
        new(tenant, priority, TimeSpan.FromMinutes(1)) { InputTokens = 1_000, OutputTokens = 100 };

    private static Task<SlotResult> Enter(DeploymentLimit limit, SlotRequest request) => limit.EnterAsync(request, CancellationToken.None).AsTask();

    private DeploymentLimit Limit(int max, int queue = 100) => new("a", new ConcurrencyModel(ConcurrencyAdapt.Off, 1, max, max, queue), null, _clock, _metrics.Deployments);
}
