using Weir.Gateway.Leases;

namespace Weir.Gateway.Tests.Leases;

/// <summary>A replica of a simulated world: it takes calls, writes what they have spent to the ledger, and keeps what is not there yet on its disk.</summary>
internal sealed class LeaseWorldMachine(LeaseWorld world, string name, LeaseWorldClock clock)
{
    private readonly Dictionary<LeaseKey, (LeaseSlice Slice, LeaseWorldCounter Counter)> _slices = [];
    private readonly Dictionary<LeaseKey, Queue<decimal>> _lines = [];
    private readonly Lock _gate = new();
    private long _starting;

    public string Name => name;

    public LeaseWorldClock Clock => clock;

    public LeaseBook Book { get; private set; } = new(name, clock);

    public bool IsUp { get; set; }

    /// <summary>Whether its clock on the wall is set wrong now and then; the other ones are suspended where these are paused. Who has both cannot be helped.</summary>
    public bool HasBadClock { get; init; }

    public bool IsPaused
    {
        get;
        set
        {
            if (!HasBadClock && value && !field) clock.Suspend();
            if (!value) clock.Resume();
            field = value;
        }
    }

    public bool IsCutOff { get; set; }

    public bool IsRunning => IsUp && !IsPaused;

    public List<LeaseWorldCall> UnderWay { get; } = [];

    /// <summary>What was spent, and is not in the ledger for all that it knows.</summary>
    public List<LeaseWorldSpending> Spool { get; } = [];

    public int Served { get; private set; }

    /// <summary>
    /// Takes the next step of a start, with what is on its disk and nothing in memory: first that goes to the ledger, then the leases are
    /// freed of the life that has spent it.
    /// </summary>
    public void Start()
    {
        if (IsCutOff || IsUp) return;
        if (_starting == 0)
        {
            _starting = world.Authority.Register(name);
            return;
        }
        if (Spool.Count > 0)
        {
            // Another life has begun meanwhile, or none is to begin any more.
            if (world.Commit(new ReplicaLife(name, _starting), Spool[0])) Spool.RemoveAt(0);
            else _starting = 0;
            return;
        }
        world.Authority.Release(new ReplicaLife(name, _starting));
        Book = new LeaseBook(name, clock);
        _slices.Clear();
        _lines.Clear();
        Book.BeginLife(_starting);
        (IsUp, _starting) = (true, 0);
    }

    /// <summary>Stops in the middle of everything. What calls under way have spent nobody will know, nor what was about to be written.</summary>
    public void Crash()
    {
        IsUp = IsPaused = false;
        _starting = 0;
        foreach (var call in UnderWay) call.Counter.UnderWay -= call.Amount;
        foreach (var lost in Spool.Where(static spending => !spending.IsOnDisk)) world.Lose(lost);
        UnderWay.Clear();
        Spool.RemoveAll(static spending => !spending.IsOnDisk);
    }

    public LeaseSlice SliceOf(LeaseWorldCounter counter)
    {
        lock (_gate)
        {
            if (_slices.TryGetValue(counter.Key, out var known) && !known.Slice.IsClosed) return known.Slice;
            var slice = Book.Open(counter.Key, counter.Terms, _gate);
            _slices[counter.Key] = (slice, counter);
            return slice;
        }
    }

    /// <summary>A call comes. It waits in line where there is not enough.</summary>
    public void Call(LeaseWorldCounter counter, decimal amount)
    {
        LineOf(counter).Enqueue(amount);
        ServeLine(counter);
    }

    /// <summary>Lets go on who can, the first in line first.</summary>
    public void ServeLine(LeaseWorldCounter counter)
    {
        var (line, slice) = (LineOf(counter), SliceOf(counter));
        lock (_gate)
        {
            slice.Limit = counter.Limit;
            ForgetLastMinute(counter, slice);
            while (line.TryPeek(out var amount) && slice.Free >= amount)
            {
                line.Dequeue();
                slice.Take(amount);
                counter.Take(world.Now, amount);
                UnderWay.Add(new LeaseWorldCall(counter, amount, world.Now, clock.GetTimestamp()));
                Served++;
            }
            if (line.TryPeek(out var first)) slice.Ask(first);
            else slice.StopAsking();
        }
    }

    /// <summary>Everybody in line gives up.</summary>
    public void GiveUp(LeaseWorldCounter counter)
    {
        LineOf(counter).Clear();
        ServeLine(counter);
    }

    public bool IsWaiting(LeaseWorldCounter counter) => LineOf(counter).Count > 0;

    /// <summary>A call ends.</summary>
    public void End(LeaseWorldCall call, decimal spent)
    {
        if (call.Counter.IsMinute) return;
        UnderWay.Remove(call);
        call.Counter.UnderWay -= call.Amount;
        lock (_gate)
        {
            var slice = SliceOf(call.Counter);
            slice.Give(call.Amount);
            if (!call.Counter.Terms.Expires) slice.Spend(spent);
            slice.Yield();
            if (call.Counter.Terms.Expires || spent == 0) return;
            call.Counter.ReallySpent += spent;
            Spool.Add(new LeaseWorldSpending(world.NextId(), call.Counter, spent, Book.Life) { IsOnDisk = IsCutOff || world.IsLedgerSlow() });
        }
    }

    /// <summary>Closes slices that nobody uses.</summary>
    public void CloseUnused()
    {
        lock (_gate)
        {
            foreach (var (slice, counter) in _slices.Values)
                if (slice.Used == 0 && slice.Need == 0 && LineOf(counter).Count == 0 && !Spool.Exists(spending => spending.Counter == counter)) slice.Close();
        }
    }

    public void Hear(LeaseReply reply)
    {
        if (!Book.Hear(reply))
        {
            // An operator has said that this one would never come back. Its calls go on.
            var epoch = world.Authority.Register(name);
            world.Authority.Release(new ReplicaLife(name, epoch));
            Book.BeginLife(epoch);
        }
        foreach (var counter in world.Counters) ServeLine(counter);
    }

    private void ForgetLastMinute(LeaseWorldCounter counter, LeaseSlice slice)
    {
        if (!counter.IsMinute) return;
        foreach (var call in UnderWay.Where(call => call.Counter == counter && clock.GetElapsedTime(call.Began) >= TimeSpan.FromSeconds(60)).ToArray())
        {
            UnderWay.Remove(call);
            counter.UnderWay -= call.Amount;
            slice.Give(call.Amount);
        }
        slice.Yield();
    }

    private Queue<decimal> LineOf(LeaseWorldCounter counter) => _lines.TryGetValue(counter.Key, out var line) ? line : _lines[counter.Key] = new Queue<decimal>();
}
