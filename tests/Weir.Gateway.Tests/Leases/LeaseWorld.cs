using Weir.Gateway.Leases;

namespace Weir.Gateway.Tests.Leases;

/// <summary>
/// Machines that share counters, over a network that loses, doubles and delays messages. All that happens comes from one seed. What must
/// hold whatever happens is looked at after every step.
/// </summary>
internal sealed class LeaseWorld
{
    /// <summary>How often each thing happens: call, end, exchange, write, refresh, give up, close, pause, crash, start, cut off, clock, forget, wait, raise, pass.</summary>
    private static readonly int[] Usual = [30, 25, 40, 10, 5, 2, 2, 6, 1, 12, 6, 1, 1, 2, 2, 15];

    private readonly Random _random;
    private readonly int[] _weights;
    private readonly PriorityQueue<Action, (TimeSpan At, long Order)> _messages = new();
    private readonly HashSet<long> _ledger = [];
    private long _order;
    private long _lastId;

    public LeaseWorld(int seed, int machines)
    {
        _random = new Random(seed);
        // Each world has a temper of its own.
        _weights = [.. Usual.Select(weight => Math.Max(weight * _random.Next(1, 40) / 10, 1))];
        Counters =
        [
            new LeaseWorldCounter("money", LeaseTerms.Money with { Portion = 0.3m }, 20),
            new LeaseWorldCounter("tight", LeaseTerms.Money, 7.5m),
            new LeaseWorldCounter("minute", LeaseTerms.Minute, 20),
            new LeaseWorldCounter("slots", LeaseTerms.Slots(TimeSpan.FromSeconds(90)), 8),
        ];
        Machines = [.. Enumerable.Range(0, machines).Select(i => new LeaseWorldMachine(this, $"m{i}", NewClock()) { HasBadClock = i % 2 == 0 })];
        foreach (var machine in Machines) StartUp(machine);
    }

    public TimeSpan Now { get; private set; } = TimeSpan.FromHours(1);

    public MemoryAuthority Authority { get; } = new();

    public IReadOnlyList<LeaseWorldCounter> Counters { get; }

    public IReadOnlyList<LeaseWorldMachine> Machines { get; }

    /// <summary>Whether messages are lost, doubled and late.</summary>
    public bool IsRough { get; set; } = true;

    public long NextId() => ++_lastId;

    /// <summary>Whether a machine puts what was spent on its disk, since the ledger takes its time.</summary>
    public bool IsLedgerSlow() => _random.Next(2) == 0;

    /// <summary>Something happens.</summary>
    public void Step()
    {
        var machine = Machines[_random.Next(Machines.Count)];
        var counter = Counters[_random.Next(Counters.Count)];
        switch (Draw())
        {
            case 0 when machine.IsRunning:
                machine.Call(counter, AmountFor(counter));
                break;
            case 1 when machine.IsRunning && machine.UnderWay.Count > 0:
                EndOne(machine);
                break;
            case 2 when machine.IsRunning:
                Exchange(machine);
                break;
            case 3 when machine.IsRunning:
                WriteSpendings(machine);
                break;
            case 4 when machine.IsRunning:
                machine.Book.Refresh();
                break;
            case 5 when machine.IsRunning:
                machine.GiveUp(counter);
                break;
            case 6 when machine.IsRunning:
                machine.CloseUnused();
                break;
            case 7 when machine.IsUp:
                machine.IsPaused = !machine.IsPaused && _random.Next(3) == 0;
                break;
            case 8 when machine.IsUp:
                machine.Crash();
                break;
            case 8 or 9:
                machine.Start();
                break;
            case 10:
                machine.IsCutOff = !machine.IsCutOff && _random.Next(3) == 0;
                break;
            case 11 when machine.HasBadClock:
                machine.Clock.Error += TimeSpan.FromSeconds(_random.Next(-5_000, 5_000));
                break;
            case 12 when !machine.IsUp && machine.Spool.Count == 0:
                Authority.Forget(machine.Name);
                break;
            case 13:
                Pass(TimeSpan.FromSeconds(_random.Next(5, 200)));
                break;
            case 14:
                if (!counter.Terms.Expires) counter.Limit += _random.Next(1, 5);
                break;
            case 15:
                Pass(TimeSpan.FromMilliseconds(_random.Next(0, 1_500)));
                break;
            default:
                break;
        }
    }

    private LeaseWorldClock NewClock() => new(() => Now, 0.995 + (_random.NextDouble() / 100));

    private int Draw()
    {
        var at = _random.Next(_weights.Sum());
        for (var i = 0; ; i++)
            if ((at -= _weights[i]) < 0) return i;
    }

    /// <summary>Time passes, and messages arrive.</summary>
    public void Pass(TimeSpan time)
    {
        var until = Now + time;
        while (_messages.TryPeek(out var arrive, out var due) && due.At <= until)
        {
            _messages.Dequeue();
            Reach(due.At > Now ? due.At : Now);
            arrive();
        }
        Reach(until);
    }

    /// <summary>A machine and the authority exchange what they have to say.</summary>
    public void Exchange(LeaseWorldMachine machine)
    {
        var (book, request) = (machine.Book, machine.Book.Collect());
        Send(machine, () =>
        {
            var reply = Authority.Exchange(request);
            Send(machine, () => Arrive(machine, book, reply));
        });
    }

    /// <summary>A machine writes to the ledger what it has not written for all that it knows.</summary>
    public void WriteSpendings(LeaseWorldMachine machine)
    {
        var writer = machine.Book.Life;
        foreach (var spending in machine.Spool.ToArray())
        {
            if (machine.IsCutOff) spending.IsOnDisk = true;
            Send(machine, () =>
            {
                if (Commit(writer, spending)) Send(machine, () => machine.Spool.Remove(spending));
            });
        }
    }

    /// <summary>Writes to the ledger what was spent, once.</summary>
    public bool Commit(ReplicaLife writer, LeaseWorldSpending spending)
    {
        if (_ledger.Contains(spending.Id)) return true;
        if (!Authority.TryCommit(writer, spending.Life, spending.Counter.Key, spending.Amount)) return false;
        _ledger.Add(spending.Id);
        if (spending.IsLost) spending.Counter.Lost -= spending.Amount;
        return true;
    }

    /// <summary>What was spent went with its machine.</summary>
    public void Lose(LeaseWorldSpending spending)
    {
        if (_ledger.Contains(spending.Id)) return;
        spending.IsLost = true;
        spending.Counter.Lost += spending.Amount;
    }

    /// <summary>Everything is well again, and nobody calls any more.</summary>
    public void Rest()
    {
        Heal(Machines);
        foreach (var machine in Machines)
        {
            foreach (var counter in Counters) machine.GiveUp(counter);
            foreach (var call in machine.UnderWay.ToArray()) machine.End(call, call.Amount / 2);
        }
        for (var round = 0; round < 60; round++) Round(Machines);
    }

    /// <summary>Has machines run, with a network that does as it should.</summary>
    public void Heal(IEnumerable<LeaseWorldMachine> machines)
    {
        IsRough = false;
        foreach (var machine in machines)
        {
            machine.IsPaused = machine.IsCutOff = false;
            StartUp(machine);
        }
    }

    private static void StartUp(LeaseWorldMachine machine)
    {
        while (!machine.IsUp) machine.Start();
    }

    /// <summary>What machines do all the time.</summary>
    public void Round(IEnumerable<LeaseWorldMachine> machines)
    {
        foreach (var machine in machines.Where(static machine => machine.IsRunning))
        {
            machine.Book.Refresh();
            WriteSpendings(machine);
            Exchange(machine);
        }
        Pass(LeaseTerms.Refresh);
    }

    private void Reach(TimeSpan now)
    {
        Now = now;
        foreach (var machine in Machines)
            for (var i = machine.UnderWay.Count - 1; i >= 0; i--)
                // Whoever sleeps through a call's deadline: the provider has ended it.
                if (machine.UnderWay[i] is var call && call.Counter.IsSlots && now - call.At >= call.Counter.Terms.Lag) machine.End(call, 0);
    }

    private void Arrive(LeaseWorldMachine machine, LeaseBook book, LeaseReply reply)
    {
        // One that is paused finds it when it goes on.
        if (machine.IsPaused) Send(machine, () => Arrive(machine, book, reply));
        else if (machine.IsUp && machine.Book == book) machine.Hear(reply);
    }

    private void Send(LeaseWorldMachine machine, Action arrive)
    {
        var times = !IsRough ? 1 : machine.IsCutOff || _random.Next(10) == 0 ? 0 : _random.Next(10) == 0 ? 2 : 1;
        for (; times > 0; times--)
        {
            var delay = !IsRough ? 5 : _random.Next(12) == 0 ? _random.Next(150_000) : _random.Next(1, 60);
            _messages.Enqueue(arrive, (Now + TimeSpan.FromMilliseconds(delay), ++_order));
        }
    }

    private void EndOne(LeaseWorldMachine machine)
    {
        var call = machine.UnderWay[_random.Next(machine.UnderWay.Count)];
        machine.End(call, Math.Round(call.Amount * _random.Next(0, 101) / 100, 3));
        machine.ServeLine(call.Counter);
    }

    private decimal AmountFor(LeaseWorldCounter counter) => counter.Terms.Expires ? _random.Next(1, 4) : _random.Next(1, 2_000) / 1_000m;
}
