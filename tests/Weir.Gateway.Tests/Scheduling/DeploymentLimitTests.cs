using Weir.Gateway.Model;
using Weir.Gateway.Scheduling;
using Weir.Gateway.Scheduling.Concurrency;
using Weir.Gateway.Telemetry;
using Weir.Gateway.Upstream;
using Weir.Testing;

namespace Weir.Gateway.Tests.Scheduling;

public sealed class DeploymentLimitTests : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    private readonly FakeTimeProvider _clock = new();
    private readonly WeirMetrics _metrics = new();

    [Theory]
    [InlineData(FailureClass.RateLimited, SlotOutcome.Overloaded)]
    [InlineData(FailureClass.Overloaded, SlotOutcome.Overloaded)]
    [InlineData(FailureClass.Silent, SlotOutcome.Silent)]
    [InlineData(FailureClass.ServerError, SlotOutcome.Untold)]
    [InlineData(FailureClass.Exhausted, SlotOutcome.Untold)]
    [InlineData(FailureClass.BadRequest, SlotOutcome.Untold)]
    internal void Only_what_is_too_much_lowers_a_limit(FailureClass failure, SlotOutcome outcome) => SlotOutcomes.Of(failure).ShouldBe(outcome);

    [Fact]
    public void As_many_as_the_limit_get_in_at_once()
    {
        var limit = Limit(2);

        limit.TryEnter().ShouldBeTrue();
        limit.TryEnter().ShouldBeTrue();
        limit.TryEnter().ShouldBeFalse();
        limit.InFlight.ShouldBe(2);
        limit.Leave(SlotOutcome.Answered);
        limit.TryEnter().ShouldBeTrue();
    }

    [Fact]
    public async Task The_longer_the_line_the_longer_the_wait_that_is_expected()
    {
        var limit = Limit(2);
        limit.HasRoom.ShouldBeTrue();
        limit.TryEnter();
        limit.TryEnter();
        limit.HasRoom.ShouldBeFalse();
        var alone = limit.ExpectedWait;
        var waiting = Enumerable.Range(0, 4).Select(_ => limit.EnterAsync(CallPriority.Normal, Patience)).ToList();
        limit.ExpectedWait.ShouldBeGreaterThan(alone);

        // One is served in two seconds: for the three that are still there and one more that makes eight.
        _clock.Advance(TimeSpan.FromSeconds(2));
        limit.Leave(SlotOutcome.Answered);
        limit.ExpectedWait.ShouldBe(TimeSpan.FromSeconds(8));
        waiting.Count(each => each.IsCompleted).ShouldBe(1);
    }

    [Fact]
    public void Where_there_is_room_a_slot_is_all_that_is_allocated()
    {
        var limit = new DeploymentLimit("a", new ConcurrencyModel(ConcurrencyAdapt.Off, 1, 10, 10, 10), null, _clock, _metrics.Deployments);
        var request = GivenLimit.Request(CallPriority.Normal, Patience);
        Allocated.By(() => OnceAsync(limit, request)).ShouldBeLessThanOrEqualTo(120 * Allocated.Times);

        static async Task OnceAsync(DeploymentLimit limit, SlotRequest request)
        {
            var entered = await limit.EnterAsync(request, CancellationToken.None);
            entered.Slot!.Produced(1_000);
            entered.Slot.Leave(SlotOutcome.Answered, TimeSpan.FromMilliseconds(100), new ServiceUsed(1_000, 0, 1_000));
        }
    }

    [Fact]
    public async Task Higher_priorities_go_first_and_within_one_whoever_came_first()
    {
        var limit = Limit(1);
        limit.TryEnter();
        var order = new List<string>();
        var waiting = new[] { ("n1", CallPriority.Normal), ("l1", CallPriority.Low), ("h1", CallPriority.High), ("n2", CallPriority.Normal), ("h2", CallPriority.High) }
            .Select(each => (Name: each.Item1, Answer: limit.EnterAsync(each.Item2, Patience))).ToList();
        limit.Waiting.ShouldBe(5);

        while (waiting.Count > 0)
        {
            limit.Leave(SlotOutcome.Answered);
            var next = waiting.Single(each => each.Answer.IsCompleted);
            (await next.Answer).IsEntered.ShouldBeTrue();
            order.Add(next.Name);
            waiting.Remove(next);
        }

        order.ShouldBe(["h1", "h2", "n1", "n2", "l1"]);
    }

    [Fact]
    public async Task Whoever_has_waited_too_long_is_told_at_once_and_never_gets_a_slot()
    {
        var limit = Limit(1);
        limit.TryEnter();
        var late = limit.EnterAsync(CallPriority.Normal, TimeSpan.FromSeconds(2));
        var patient = limit.EnterAsync(CallPriority.Normal, Patience);

        _clock.Advance(TimeSpan.FromSeconds(2));
        (await late).Refusal.ShouldBe(SlotRefusal.Late);
        limit.Leave(SlotOutcome.Answered);
        (await patient).IsEntered.ShouldBeTrue();
        limit.InFlight.ShouldBe(1);
    }

    [Fact]
    public async Task Whoever_goes_away_leaves_the_line()
    {
        using var client = new CancellationTokenSource();
        var limit = Limit(1);
        limit.TryEnter();
        var waiting = limit.EnterAsync(CallPriority.Normal, Patience, client.Token);

        await client.CancelAsync();

        (await waiting).Refusal.ShouldBe(SlotRefusal.Cancelled);
        (limit.Waiting, limit.InFlight, _clock.ActiveTimers).ShouldBe((0, 1, 0));
        limit.Leave(SlotOutcome.Answered);
        limit.InFlight.ShouldBe(0);
    }

    [Fact]
    public async Task A_full_line_takes_no_more_unless_somebody_of_lower_priority_is_in_it()
    {
        var limit = Limit(1, queue: 2);
        limit.TryEnter();
        var normal = limit.EnterAsync(CallPriority.Normal, Patience);
        var low = limit.EnterAsync(CallPriority.Low, Patience);

        (await limit.EnterAsync(CallPriority.Low, Patience)).Refusal.ShouldBe(SlotRefusal.Full);
        var high = limit.EnterAsync(CallPriority.High, Patience);
        (await low).Refusal.ShouldBe(SlotRefusal.Shed);
        (normal.IsCompleted, high.IsCompleted, limit.Waiting).ShouldBe((false, false, 2));
    }

    [Fact]
    public async Task Without_a_line_nobody_waits()
    {
        var limit = Limit(1, queue: 0);
        limit.TryEnter();

        var refused = await limit.EnterAsync(CallPriority.High, Patience);
        (refused.Refusal, refused.RetryAfter).ShouldBe((SlotRefusal.Full, TimeSpan.FromSeconds(1)));
    }

    [Fact]
    public async Task Retry_after_is_what_waits_by_the_rate_at_which_it_is_served()
    {
        var limit = Limit(4, queue: 20);
        for (var i = 0; i < 4; i++) limit.TryEnter();
        var waiting = new List<Task<SlotResult>>();
        Fill();
        // Two a second for five seconds, and the line is kept full.
        for (var i = 0; i < 10; i++)
        {
            _clock.Advance(TimeSpan.FromSeconds(0.5));
            limit.Leave(SlotOutcome.Answered);
            Fill();
        }

        var refused = await limit.EnterAsync(CallPriority.Normal, TimeSpan.FromMinutes(5));
        refused.Refusal.ShouldBe(SlotRefusal.Full);
        refused.RetryAfter.TotalSeconds.ShouldBeInRange(9, 12);

        // Whoever has less time than that need not wait at all.
        (await limit.EnterAsync(CallPriority.Normal, TimeSpan.FromSeconds(5))).Refusal.ShouldBe(SlotRefusal.Late);

        void Fill()
        {
            while (limit.Waiting < 20) waiting.Add(limit.EnterAsync(CallPriority.Normal, TimeSpan.FromMinutes(5)));
        }
    }

    [Fact]
    public async Task While_a_queue_stands_the_last_come_first_but_of_work_that_can_wait()
    {
        var limit = Limit(1, queue: 100);
        limit.TryEnter();
        var waiting = Enumerable.Range(0, 12).Select(_ => Enter(limit, CallPriority.Normal)).ToList();
        var low = Enumerable.Range(0, 3).Select(_ => Enter(limit, CallPriority.Low)).ToList();
        // One a second, and all have waited for longer than half a second.
        for (var i = 0; i < 2; i++)
        {
            _clock.Advance(TimeSpan.FromSeconds(1));
            limit.Leave(SlotOutcome.Answered);
        }
        waiting.Take(2).ShouldAllBe(each => each.IsCompleted);
        waiting[^1].IsCompleted.ShouldBeFalse();

        limit.Leave(SlotOutcome.Answered);
        waiting[^1].IsCompleted.ShouldBeTrue();
        for (var i = 0; i < 12; i++) limit.Leave(SlotOutcome.Answered);
        low.Select(each => each.IsCompleted).ShouldBe([true, true, true], "nobody was turned away, and all were served in the end");
        (await low[0]).IsEntered.ShouldBeTrue();
    }

    [Fact]
    public async Task A_limit_that_falls_lets_nobody_in_until_there_is_room()
    {
        var limit = Limit(new ConcurrencyModel(ConcurrencyAdapt.Loss, 2, 100, 10, 100));
        for (var i = 0; i < 10; i++) limit.TryEnter();
        var waiting = Enter(limit, CallPriority.Normal);

        limit.Leave(SlotOutcome.Overloaded);
        limit.Limit.ShouldBe(9);
        limit.InFlight.ShouldBe(9);
        waiting.IsCompleted.ShouldBeFalse();
        limit.Leave(SlotOutcome.Untold);
        (await waiting).IsEntered.ShouldBeTrue();
    }

    [Fact]
    public async Task New_bounds_hold_at_once_and_those_who_wait_wait_on()
    {
        var limit = Limit(1);
        limit.TryEnter();
        var waiting = Enter(limit, CallPriority.Normal);
        limit.Adopt(new ConcurrencyModel(ConcurrencyAdapt.Off, 1, 2, 2, 10));

        (await waiting).IsEntered.ShouldBeTrue();
        limit.Limit.ShouldBe(2);
    }

    /// <summary>Callers of all kinds at random moments: nobody is forgotten, nobody is sent too late, the bounds hold.</summary>
    [Theory]
    [InlineData("loss")]
    [InlineData("latency")]
    [InlineData("off")]
    public async Task Random_schedules_keep_every_promise(string adapt)
    {
        var random = new Random(TestSeed.Value);
        var kind = Enum.Parse<ConcurrencyAdapt>(adapt, ignoreCase: true);
        var limit = Limit(new ConcurrencyModel(kind, 2, 30, 10, 25));
        var (inside, asked) = (0, new List<(Task<SlotResult> Answer, DateTimeOffset Until, CancellationTokenSource Client)>());
        for (var step = 0; step < 20_000; step++)
        {
            var why = $"seed {TestSeed.Value}, {adapt}, step {step}";
            switch (random.Next(8))
            {
                case < 4:
                    var client = new CancellationTokenSource();
                    var patience = TimeSpan.FromMilliseconds(random.Next(-10, 3_000));
                    asked.Add((limit.EnterAsync((CallPriority)random.Next(3), patience, client.Token), _clock.GetUtcNow() + patience, client));
                    break;
                case < 6 when inside > 0:
                    limit.Leave((SlotOutcome)random.Next(4), TimeSpan.FromMilliseconds(random.Next(2_000)));
                    inside--;
                    break;
                case 6 when asked.Count > 0:
                    await asked[random.Next(asked.Count)].Client.CancelAsync();
                    break;
                default:
                    _clock.Advance(TimeSpan.FromMilliseconds(random.Next(200)));
                    break;
            }
            foreach (var each in asked.Where(each => each.Answer.IsCompleted).ToList())
            {
                asked.Remove(each);
                each.Client.Dispose();
                var answer = await each.Answer;
                if (!answer.IsEntered)
                {
                    answer.RetryAfter.ShouldBeInRange(TimeSpan.FromSeconds(1), TimeSpan.FromMinutes(1), why);
                    continue;
                }
                inside++;
                _clock.GetUtcNow().ShouldBeLessThan(each.Until, why);
            }
            limit.InFlight.ShouldBe(inside, why);
            limit.Waiting.ShouldBe(asked.Count, why);
            limit.Waiting.ShouldBeLessThanOrEqualTo(25, why);
            limit.Limit.ShouldBeInRange(2, 30, why);
            // Nobody waits beside a slot that is free, but those of low priority who leave some to others.
            if (limit.Waiting > 0) limit.InFlight.ShouldBeGreaterThanOrEqualTo(limit.Limit / 2, why);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _metrics.Dispose();

    private static Task<SlotResult> Enter(GivenLimit limit, CallPriority priority) => limit.EnterAsync(priority);

    private GivenLimit Limit(int max, int queue = 100) => Limit(new ConcurrencyModel(ConcurrencyAdapt.Off, 1, max, max, queue));

    private GivenLimit Limit(ConcurrencyModel settings) => new(new DeploymentLimit("a", settings, null, _clock, _metrics.Deployments));
}
