using System.Globalization;
using Weir.Gateway.Model;
using Weir.Gateway.Scheduling;
using Weir.Gateway.Scheduling.Concurrency;
using Weir.Gateway.Telemetry;
using Weir.Testing;

namespace Weir.Gateway.Tests.Scheduling.Fairness;

/// <summary>Given a chatbot that wants first tokens within half a second beside fifty jobs that ask without a pause, on 40 slots, in simulated time.</summary>
public sealed class NeighbourTests : IDisposable
{
    private const int Slots = 40;
    private const int Jobs = 50;

    private static readonly TimeSpan Step = TimeSpan.FromMilliseconds(5);
    private static readonly TimeSpan FirstToken = TimeSpan.FromMilliseconds(300);
    private static readonly TimeSpan Answer = TimeSpan.FromMilliseconds(1_500);
    private static readonly TimeSpan Wanted = TimeSpan.FromMilliseconds(500);

    private readonly FakeTimeProvider _clock = new();
    private readonly WeirMetrics _metrics = new();

    [Theory]
    [InlineData(4.0)]
    [InlineData(9.0)]
    [InlineData(14.0)]
    public async Task The_chatbot_keeps_its_promise_and_the_jobs_use_what_it_leaves(double chatsPerSecond)
    {
        for (var seed = TestSeed.Value; seed < TestSeed.Value + 5; seed++)
        {
            var (late, used, refused) = await PlayAsync(chatsPerSecond, new Random(seed), CallPriority.Low);
            var why = string.Create(CultureInfo.InvariantCulture, $"seed {seed}: {late:P1} of the chats late, {used:P1} of the leftover used, {refused} jobs refused");
            late.ShouldBeLessThan(0.05, why);
            used.ShouldBeGreaterThanOrEqualTo(0.9, why);
            refused.ShouldBe(0, why);
        }
    }

    /// <summary>What the promise would be worth if nothing told the two apart.</summary>
    [Fact]
    public async Task Without_priorities_the_chatbot_breaks_it()
    {
        var (late, _, _) = await PlayAsync(9, new Random(TestSeed.Value), CallPriority.Normal, tenantOfJobs: "chatbot");
        late.ShouldBeGreaterThan(0.2, $"seed {TestSeed.Value}");
    }

    /// <inheritdoc/>
    public void Dispose() => _metrics.Dispose();

    private async Task<(double Late, double Used, int Refused)> PlayAsync(double chatsPerSecond, Random random, CallPriority jobs, string tenantOfJobs = "reports")
    {
        var limit = new DeploymentLimit("a", new ConcurrencyModel(ConcurrencyAdapt.Off, 1, Slots, Slots, 1_000), null, _clock, _metrics.Deployments);
        var waiting = new List<(Task<SlotResult> Slot, bool IsChat)>();
        var running = new List<(Slot Slot, bool IsChat, TimeSpan End)>();
        var (working, chats, late, refused) = (0, 0, 0, 0);
        var (ofJobs, ofChats) = (0.0, 0.0);
        var begin = _clock.GetElapsedTime(0);
        var next = begin;
        for (var now = begin; now < begin + TimeSpan.FromSeconds(120); now += Step, _clock.Advance(Step))
        {
            for (; next <= now; next += TimeSpan.FromSeconds(-Math.Log(1 - random.NextDouble()) / chatsPerSecond)) Ask(isChat: true);
            while (working < Jobs)
            {
                working++;
                Ask(isChat: false);
            }
            foreach (var each in running.FindAll(each => each.End <= now))
            {
                running.Remove(each);
                each.Slot.Leave(SlotOutcome.Answered, FirstToken, new ServiceUsed(20, 0, 60));
                if (!each.IsChat) working--;
            }
            foreach (var each in waiting.FindAll(each => each.Slot.IsCompleted))
            {
                waiting.Remove(each);
                var result = await each.Slot;
                if (result.Slot is { } slot) running.Add((slot, each.IsChat, now + Answer));
                else if (!each.IsChat) working--;
                if (!each.IsChat && result.Slot is null) refused++;
                if (!each.IsChat || now - begin < TimeSpan.FromSeconds(10)) continue;
                chats++;
                if (result.Slot is null || result.Slot.Waited + FirstToken > Wanted) late++;
            }
            if (now - begin < TimeSpan.FromSeconds(10)) continue;
            ofJobs += running.Count(each => !each.IsChat);
            ofChats += Slots - running.Count(each => each.IsChat);
        }
        foreach (var each in running) each.Slot.Leave(SlotOutcome.Untold, null, default);
        return ((double)late / chats, ofJobs / ofChats, refused);

        void Ask(bool isChat)
        {
            var request = new SlotRequest(isChat ? "chatbot" : tenantOfJobs, isChat ? CallPriority.Normal : jobs, TimeSpan.FromSeconds(30))
            {
                FirstToken = isChat ? Wanted : null, InputTokens = 20, OutputTokens = 60,
            };
            waiting.Add((limit.EnterAsync(request, CancellationToken.None).AsTask(), isChat));
        }
    }
}
