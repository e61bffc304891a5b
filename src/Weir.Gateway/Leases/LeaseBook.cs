namespace Weir.Gateway.Leases;

/// <summary>
/// All that this replica has leased. Whoever counts opens slices and takes of them under a lock of its own; one at a time gathers what is
/// to be said (<see cref="Collect"/>), carries it to the <see cref="ILeaseAuthority"/> and brings the answer (<see cref="Hear(LeaseReply)"/>).
/// </summary>
internal sealed class LeaseBook(string replica, TimeProvider time)
{
    private const int MostUnanswered = 1_000;

    private readonly Lock _gate = new();
    private readonly Dictionary<LeaseKey, LeaseSlice> _slices = [];
    private readonly HashSet<LeaseSlice> _told = [];
    private readonly Dictionary<long, LeaseInstant> _sent = [];
    private readonly OtherReplicas _others = new(time);
    private List<LeaseSlice> _news = [];
    private volatile LeaseInstant? _confirmed;
    private ReplicaLife _life = new(replica, 0);
    private long _lastNumber;
    private long _lapses;

    /// <summary>Told when there is news that somebody waits for (true), or that may wait a little (false). Has to be quick. Set once, while wiring.</summary>
    public Action<bool>? News { get; set; }

    /// <summary>The life that this is.</summary>
    public ReplicaLife Life => _life;

    /// <summary>Whether what expires may still be used.</summary>
    public bool IsInForce => _confirmed is { } sent && sent.AtMostSince(time) < LeaseTerms.Length - LeaseTerms.Margin;

    /// <summary>How many slices there are.</summary>
    public int Count
    {
        get
        {
            lock (_gate) return _slices.Count;
        }
    }

    /// <summary>Whether somebody waits for more than there is: then the authority is to be asked again soon.</summary>
    public bool IsInNeed
    {
        get
        {
            lock (_gate) return _told.Any(static slice => slice.IsInNeed);
        }
    }

    /// <summary>Opens a slice of a counter; or gives the one that is open.</summary>
    /// <param name="key">Which counter.</param>
    /// <param name="terms">What a lease of it means.</param>
    /// <param name="gate">The lock under which it is used, which the caller holds.</param>
    /// <param name="changed">Told, under that lock, when there is more of it, or less for all.</param>
    public LeaseSlice Open(LeaseKey key, LeaseTerms terms, Lock gate, Action? changed = null)
    {
        LeaseSlice opened;
        lock (_gate)
        {
            if (_slices.TryGetValue(key, out var slice) && !slice.IsClosed) return slice;
            opened = _slices[key] = new LeaseSlice(this, key, terms, gate, _lastNumber + 1) { Changed = changed };
            if (slice is null) return opened;
            _told.Remove(slice);
            _news.Remove(slice);
        }
        // Whether or not it was heard that the one before was closed: with its first word this one is in its place.
        Tell(opened, isUrgent: false);
        return opened;
    }

    /// <summary>Begins a life: nothing is leased.</summary>
    /// <param name="epoch">From <see cref="ILeaseAuthority.Register"/>.</param>
    public void BeginLife(long epoch)
    {
        LeaseSlice[] slices;
        lock (_gate)
        {
            (_life, _lapses, _confirmed) = (new ReplicaLife(replica, epoch), 0, null);
            _sent.Clear();
            slices = [.. _slices.Values];
        }
        foreach (var slice in slices)
            lock (slice.Gate) slice.BeginLife(_lastNumber);
    }

    /// <summary>Notes that there is news of a slice. Under its lock.</summary>
    public void Tell(LeaseSlice slice, bool isUrgent)
    {
        if (!slice.IsDirty)
        {
            slice.IsDirty = true;
            lock (_gate) _news.Add(slice);
        }
        News?.Invoke(isUrgent);
    }

    /// <summary>Looks after all slices, once in a <see cref="LeaseTerms.Refresh"/>.</summary>
    public void Refresh()
    {
        LeaseSlice[] slices;
        lock (_gate) slices = [.. _slices.Values];
        foreach (var slice in slices)
            lock (slice.Gate) slice.Refresh();
    }

    /// <summary>Gathers what is to be said: all news, and what may not have been heard before.</summary>
    public LeaseRequest Collect()
    {
        LeaseSlice[] slices;
        long number;
        lock (_gate)
        {
            number = ++_lastNumber;
            // Before anything is gathered: a lease counts from when it was asked for, not from when it was granted.
            _sent[number] = LeaseInstant.Now(time);
            // What was not answered for so long will not be, or says nothing any more.
            _sent.Remove(number - MostUnanswered);
            _told.UnionWith(_news);
            _news = [];
            slices = [.. _told];
        }
        var wishes = new List<LeaseWish>(slices.Length);
        foreach (var slice in slices)
        {
            lock (slice.Gate)
            {
                (slice.ToldIn, slice.IsDirty) = (number, false);
                // Another one may be in its place by now.
                if (IsThere(slice)) wishes.Add(slice.ToWish());
            }
        }
        wishes.Sort(static (one, other) => one.Key.CompareTo(other.Key));
        lock (_gate) return new LeaseRequest(_life, number, _others.Silent(), wishes);
    }

    /// <summary>Takes in an answer, whenever it comes.</summary>
    /// <returns>False where this life is over: another one has to be begun.</returns>
    public bool Hear(LeaseReply reply)
    {
        LeaseInstant? sent;
        lock (_gate)
        {
            // Of another life.
            if (!_sent.TryGetValue(reply.Number, out sent)) return true;
        }
        if (reply.Answer != LeaseAnswer.Heard) return reply.Answer != LeaseAnswer.Ended;
        // First: what has expired must not be in force again because of this answer.
        if (reply.Lapses > _lapses) Distrust(reply.Lapses);
        foreach (var state in reply.Items) Hear(reply, state);
        lock (_gate)
        {
            foreach (var sign in reply.Others) _others.See(sign);
            _others.Keep(reply.Others);
            foreach (var number in _sent.Keys.Where(number => number < reply.Number).ToArray()) _sent.Remove(number);
            if (_confirmed is not { } confirmed || sent.Ticks > confirmed.Ticks) _confirmed = sent;
        }
        Acknowledge(reply.Number);
        return true;
    }

    private bool IsThere(LeaseSlice slice)
    {
        lock (_gate) return _slices.GetValueOrDefault(slice.Key) == slice;
    }

    private void Hear(LeaseReply reply, in LeaseState state)
    {
        LeaseSlice? slice;
        lock (_gate)
            if (!_slices.TryGetValue(state.Key, out slice)) return;
        lock (slice.Gate)
        {
            slice.Hear(reply.Number, state);
            if (reply.Lapses == _lapses) slice.IsStale = false;
        }
    }

    /// <summary>Something that was held has expired: nobody knows what, until the authority says how each slice stands.</summary>
    private void Distrust(long lapses)
    {
        LeaseSlice[] slices;
        lock (_gate) (_lapses, slices) = (lapses, [.. _slices.Values]);
        foreach (var slice in slices)
        {
            if (!slice.Terms.Expires) continue;
            lock (slice.Gate)
            {
                slice.IsStale = true;
                Tell(slice, isUrgent: true);
            }
        }
    }

    private void Acknowledge(long number)
    {
        LeaseSlice[] heard;
        lock (_gate) heard = [.. _told];
        foreach (var slice in heard)
        {
            lock (slice.Gate)
            {
                // Who is in need says so again, until it is not: others may have given something back.
                if (slice.ToldIn > number || slice.IsInNeed) continue;
                lock (_gate)
                {
                    _told.Remove(slice);
                    if (slice is { IsClosed: true, IsDirty: false } && _slices.GetValueOrDefault(slice.Key) == slice) _slices.Remove(slice.Key);
                }
            }
        }
    }
}
