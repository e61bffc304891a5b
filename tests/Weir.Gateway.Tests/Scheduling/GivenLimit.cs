using Weir.Gateway.Model;
using Weir.Gateway.Scheduling;
using Weir.Gateway.Scheduling.Concurrency;

namespace Weir.Gateway.Tests.Scheduling;

/// <summary>A deployment's limit whose attempts are all alike, and are given back in any order.</summary>
internal sealed class GivenLimit(DeploymentLimit limit)
{
    private readonly List<Slot> _slots = [];
    private readonly List<Task<SlotResult>> _asked = [];

    public int Limit => limit.Limit;

    public int InFlight => limit.InFlight;

    public int Waiting => limit.Waiting;

    public bool HasRoom => limit.HasRoom(Request(CallPriority.Normal, TimeSpan.FromMinutes(1)));

    public TimeSpan ExpectedWait => limit.ExpectedWait(Request(CallPriority.Normal, TimeSpan.FromMinutes(1)));

    public static SlotRequest Request(CallPriority priority, TimeSpan patience) => new("tenant", priority, patience) { InputTokens = 1_000, OutputTokens = 100 };

    public bool TryEnter()
    {
        if (limit.TryEnter(Request(CallPriority.Normal, TimeSpan.FromMinutes(1))) is not { } slot) return false;
        _slots.Add(slot);
        return true;
    }

    public Task<SlotResult> EnterAsync(CallPriority priority, TimeSpan patience, CancellationToken cancellationToken = default)
    {
        var asked = limit.EnterAsync(Request(priority, patience), cancellationToken).AsTask();
        _asked.Add(asked);
        return asked;
    }

    public Task<SlotResult> EnterAsync(CallPriority priority) => EnterAsync(priority, TimeSpan.FromMinutes(1));

    /// <summary>One of those inside leaves.</summary>
    public void Leave(SlotOutcome outcome, TimeSpan? firstToken = null)
    {
        foreach (var answered in _asked.FindAll(static asked => asked.IsCompleted))
        {
            _asked.Remove(answered);
            if (answered.Result.Slot is { } entered) _slots.Add(entered);
        }
        var slot = _slots[0];
        _slots.RemoveAt(0);
        slot.Leave(outcome, firstToken, new ServiceUsed(1_000, 0, 100));
    }

    public void Adopt(ConcurrencyModel settings) => limit.Adopt(settings, null);
}
