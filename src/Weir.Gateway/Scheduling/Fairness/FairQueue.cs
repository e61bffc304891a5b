using Weir.Gateway.Model;
using Weir.Statistics;

namespace Weir.Gateway.Scheduling.Fairness;

/// <summary>
/// Those who wait for a deployment: higher priorities first, within one the tenant that was served least, within a tenant the one whose
/// answer has to begin soonest. A lower band leaves free what those above it need to be served in time, and is passed over no more than
/// twenty times in a row. Guarded by the limit's lock.
/// </summary>
/// <param name="fits">Whether the deployment's quotas have room for an attempt.</param>
internal sealed class FairQueue(FairQueue.Fit fits)
{
    /// <summary>The most turns in a row that a band with somebody waiting is passed over.</summary>
    private const int LongestPass = 20;

    private readonly FairBand[] _bands = [new(), new(), new()];
    private readonly Headroom[] _headroom = [new(), new(), new()];
    private readonly int[] _passed = new int[3];
    private readonly WeightedMean _held = WeightedMean.Over(50);

    /// <summary>How many wait.</summary>
    public int Waiting => _bands[0].Waiting + _bands[1].Waiting + _bands[2].Waiting;

    /// <summary>Tenants that something is remembered of, in each band.</summary>
    public int Tenants => _bands[0].Tenants + _bands[1].Tenants + _bands[2].Tenants;

    /// <summary>Whether there is room for an attempt in what is counted by the time.</summary>
    public delegate bool Fit(in SlotRequest request, TimeSpan now);

    /// <summary>Those of one priority.</summary>
    public FairBand this[CallPriority priority] => _bands[(int)priority];

    /// <summary>Whether somebody who comes now would go first, were there room: nobody waits who would go before.</summary>
    public bool IsNext(CallPriority priority)
    {
        for (var band = CallPriority.High; band <= priority; band++)
            if (this[band].Waiting > 0) return false;
        return true;
    }

    /// <summary>What a band may fill of something that a deployment has so much of.</summary>
    /// <param name="priority">The band.</param>
    /// <param name="whole">All of it.</param>
    /// <param name="now">The time.</param>
    public double CeilingOf(CallPriority priority, double whole, TimeSpan now) => whole * (1 - _headroom[(int)priority].Share(now));

    /// <summary>Whether a band may take one more slot.</summary>
    /// <param name="priority">The band.</param>
    /// <param name="inside">How many are taken.</param>
    /// <param name="limit">Of how many.</param>
    /// <param name="now">The time.</param>
    public bool HasRoom(CallPriority priority, int inside, int limit, TimeSpan now) =>
        inside < limit && (inside == 0 || inside < (int)CeilingOf(priority, limit, now));

    /// <summary>Puts an attempt in line.</summary>
    public void Add(Waiter waiter, TimeSpan now) => this[waiter.Request.Priority].Add(waiter, now);

    /// <summary>Takes an attempt out of the line.</summary>
    /// <returns>False where it is in it no more.</returns>
    public bool Remove(Waiter waiter, TimeSpan now)
    {
        if (!waiter.IsInLine) return false;
        this[waiter.Request.Priority].Remove(waiter, now);
        return true;
    }

    /// <summary>Who would take the next slot, or null where nobody waits who may.</summary>
    /// <param name="inside">How many are taken.</param>
    /// <param name="limit">Of how many.</param>
    /// <param name="now">The time.</param>
    /// <param name="isSecured">Whether it is served out of what its tenant is guaranteed.</param>
    /// <param name="blocked">Who would be next if quotas had room; null where it is no quota that is short. Nobody goes past: small requests would keep a large one waiting for ever.</param>
    public Waiter? Next(int inside, int limit, TimeSpan now, out bool isSecured, out Waiter? blocked)
    {
        (isSecured, blocked) = (false, null);
        if (inside >= limit) return null;
        for (var band = CallPriority.Low; band > CallPriority.High; band--)
        {
            if (this[band].Waiting > 0 && _passed[(int)band] >= TurnsPassed(inside, limit) && NextOf(band, out isSecured) is { } due && fits(due.Request, now)) return due;
        }
        for (var band = CallPriority.High; band <= CallPriority.Low; band++)
        {
            if (this[band].Waiting == 0 || !HasRoom(band, inside, limit, now)) continue;
            var next = NextOf(band, out isSecured);
            if (fits(next.Request, now)) return next;
            blocked = next;
            return null;
        }
        return null;
    }

    /// <summary>How long those take who wait and go before one that comes now, by the rates of their bands; zero while these are unknown.</summary>
    /// <param name="priority">Of the one that comes.</param>
    /// <param name="now">The time.</param>
    /// <param name="before">How many these are.</param>
    public TimeSpan WaitOf(CallPriority priority, TimeSpan now, out int before)
    {
        var wait = TimeSpan.Zero;
        before = 0;
        for (var band = CallPriority.High; band <= priority; band++)
        {
            before += this[band].Waiting;
            var whole = this[band].WaitOfAll(now);
            if (whole > wait) wait = whole;
        }
        return wait;
    }

    /// <summary>A slot has become free and was given to those who were next: what still waits below has been passed over once more.</summary>
    public void EndTurn()
    {
        for (var band = (int)CallPriority.Normal; band <= (int)CallPriority.Low; band++)
            _passed[band] = _bands[band].Waiting > 0 ? _passed[band] + 1 : 0;
    }

    /// <summary>An attempt gets through.</summary>
    /// <param name="priority">Its band.</param>
    /// <param name="now">When.</param>
    /// <param name="isLate">Whether it has waited too long.</param>
    public void Passed(CallPriority priority, TimeSpan now, bool isLate)
    {
        _passed[(int)priority] = 0;
        NoteBelow(priority, now, isLate);
    }

    /// <summary>An attempt did not get through in time.</summary>
    public void Missed(CallPriority priority, TimeSpan now) => NoteBelow(priority, now, isLate: true);

    /// <summary>How many wait that go before one that comes now.</summary>
    public int WaitingUpTo(CallPriority priority)
    {
        var waiting = 0;
        for (var band = CallPriority.High; band <= priority; band++) waiting += this[band].Waiting;
        return waiting;
    }

    /// <summary>How long attempts usually hold their slots; zero while nobody knows.</summary>
    public TimeSpan UsuallyHeld => TimeSpan.FromSeconds(_held.Value);

    /// <summary>An attempt has ended that held its slot for so long.</summary>
    public void Held(TimeSpan time) => _held.Add(time.TotalSeconds);

    /// <summary>Whom to send away from a full line for somebody who comes, or null: one of the lowest band below, else one of the tenant that has most waiting.</summary>
    public Waiter? Displaced(CallPriority priority, Flow arriving)
    {
        for (var band = CallPriority.Low; band > priority; band--)
            if (this[band].Last() is { } last) return last;
        return this[priority].Largest(arriving)?.Last;
    }

    private void NoteBelow(CallPriority priority, TimeSpan now, bool isLate)
    {
        for (var below = (int)priority + 1; below <= (int)CallPriority.Low; below++)
        {
            _headroom[below].Called(now);
            // How it is without them tells nothing of how it is with them.
            if (_bands[below].Running + _bands[below].Waiting > 0) _headroom[below].Note(now, isLate, UsuallyHeld);
        }
    }

    /// <summary>Work that can wait goes in its own order however long that takes; of the rest the late would be answered in vain.</summary>
    private Waiter NextOf(CallPriority band, out bool isSecured) => this[band].Next(mayTurn: band != CallPriority.Low, out isSecured)!;

    /// <summary>The fuller the deployment the more turns are passed over: with s of it taken one in s/(1-s) is not.</summary>
    private static int TurnsPassed(int inside, int limit)
    {
        var left = limit - inside - 1;
        return left <= 0 ? LongestPass : Math.Clamp((inside + 1) / left, 1, LongestPass);
    }
}
