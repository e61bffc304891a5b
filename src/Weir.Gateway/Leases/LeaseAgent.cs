using Microsoft.Extensions.Logging;
using Weir.Gateway.Storage;

namespace Weir.Gateway.Leases;

/// <summary>
/// Carries what this replica has to say to the authority, on a thread of its own: at once where somebody waits, else a little later with
/// what has come together, and once in a <see cref="LeaseTerms.Refresh"/> as a sign of life.
/// </summary>
internal sealed class LeaseAgent : IDisposable
{
    /// <summary>What nobody waits for is gathered for so long.</summary>
    private static readonly TimeSpan Gathering = TimeSpan.FromMilliseconds(100);

    /// <summary>When somebody waits for what others hold, the authority is asked again after so long.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(250);

    private readonly LeaseBook _book;
    private readonly ILeaseAuthority _authority;
    private readonly ILogger<LeaseAgent> _log;
    private readonly WakeSignal _wake = new();
    private readonly ITimer _soon;
    private readonly ITimer _refresh;
    private readonly Thread _thread;
    private int _isAnnounced;
    private int _isDue;
    private bool _isAlive;
    private volatile bool _isFailing;
    private volatile bool _stopping;

    /// <summary>Begins a life, and its thread.</summary>
    /// <param name="book">What is leased here.</param>
    /// <param name="authority">Whom to ask.</param>
    /// <param name="time">Tells when.</param>
    /// <param name="log">Says when the authority cannot be reached.</param>
    /// <exception cref="StorageException">The authority cannot be reached.</exception>
    public LeaseAgent(LeaseBook book, ILeaseAuthority authority, TimeProvider time, ILogger<LeaseAgent> log)
    {
        (_book, _authority, _log) = (book, authority, log);
        BeginLife();
        _soon = time.CreateTimer(static agent => ((LeaseAgent)agent!).RingSoon(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        _refresh = time.CreateTimer(static agent => ((LeaseAgent)agent!).RingRefresh(), this, TimeSpan.Zero, LeaseTerms.Refresh);
        _thread = new Thread(Run) { IsBackground = true, Name = "weir-leases" };
        book.News = Announce;
        _thread.Start();
    }

    /// <summary>Exchanges with the authority that were answered.</summary>
    public long Exchanges { get; private set; }

    /// <summary>Ends its thread. What is leased stays so: <see cref="Leave"/> frees it.</summary>
    public void Dispose()
    {
        if (_stopping) return;
        _stopping = true;
        _refresh.Dispose();
        _soon.Dispose();
        _wake.Set();
        _thread.Join();
    }

    /// <summary>Frees all that was leased: the program ends, and everything that was spent is in the ledger.</summary>
    public void Leave()
    {
        Dispose();
        _authority.Release(new ReplicaLife(_book.Life.Replica, _authority.Register(_book.Life.Replica)));
    }

    private void BeginLife()
    {
        var life = new ReplicaLife(_book.Life.Replica, _authority.Register(_book.Life.Replica));
        _authority.Release(life);
        _book.BeginLife(life.Epoch);
        _isAlive = true;
    }

    private void Announce(bool isUrgent)
    {
        if (_stopping) return;
        // While the authority cannot be reached each call would try.
        if (isUrgent && !_isFailing) _wake.Set();
        else if (Interlocked.Exchange(ref _isAnnounced, 1) == 0) _soon.Change(Gathering, Timeout.InfiniteTimeSpan);
    }

    private void RingSoon()
    {
        Volatile.Write(ref _isAnnounced, 0);
        _wake.Set();
    }

    private void RingRefresh()
    {
        Volatile.Write(ref _isDue, 1);
        _wake.Set();
    }

    private void Run()
    {
        while (true)
        {
            _wake.Wait();
            if (_stopping) return;
            try
            {
                Exchange();
            }
            catch (Exception broken)
            {
                // Whatever it was: calls wait for this thread. What is leased goes on, and the next refresh tries again.
                if (!_isFailing) LeaseLog.Unreachable(_log, broken);
                _isFailing = true;
            }
        }
    }

    private void Exchange()
    {
        if (!_isAlive) BeginLife();
        if (Interlocked.Exchange(ref _isDue, 0) == 1) _book.Refresh();
        _isAlive = _book.Hear(_authority.Exchange(_book.Collect()));
        Exchanges++;
        if (_isFailing) LeaseLog.Reached(_log);
        _isFailing = false;
        if (!_isAlive)
        {
            LeaseLog.Ended(_log, _book.Life.Replica);
            _wake.Set();
        }
        else if (_book.IsInNeed && !_stopping && Interlocked.Exchange(ref _isAnnounced, 1) == 0) _soon.Change(Patience, Timeout.InfiniteTimeSpan);
    }
}
