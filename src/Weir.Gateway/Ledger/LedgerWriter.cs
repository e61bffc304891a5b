using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Weir.Gateway.Model;
using Weir.Gateway.Storage;

namespace Weir.Gateway.Ledger;

/// <summary>
/// Writes calls in groups from a thread of its own: while one group is on its way to the disk the next one gathers, so that
/// a commit is shared by all who wait and nobody waits for company.
/// </summary>
internal sealed class LedgerWriter : ILedger, IAsyncDisposable
{
    /// <summary>Calls that may wait for the disk, so that memory is bounded when the disk is slow or full.</summary>
    public const int DefaultCapacity = 65_536;

    /// <summary>How long a call waits for others in times when there are others.</summary>
    private static readonly TimeSpan Gathering = TimeSpan.FromMilliseconds(1);

    private readonly AppendQueue _queue = new();
    private readonly PendingAppendPool _pool = new(keep: 4 * LedgerBatch.MostCalls);
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly LedgerDurability _durability;
    private readonly int _capacity;
    private readonly LedgerTable _table;
    private readonly LedgerBatch _batch;
    private readonly PlaceWatch _place;
    private readonly BufferClock? _clock;
    private readonly TimeProvider _time;
    private bool _shared;
    private int _waiting;
    private volatile bool _stopping;

    /// <summary>Opens the ledger and starts its thread.</summary>
    /// <param name="database">Outlives the writer.</param>
    /// <param name="durability">When an append is done.</param>
    /// <param name="time">Times the commits of buffered durability.</param>
    /// <param name="logger">Null logs nothing.</param>
    /// <param name="capacity">How many calls may wait.</param>
    /// <exception cref="StorageException">The database cannot be opened.</exception>
    public LedgerWriter(Database database, LedgerDurability durability, TimeProvider time, ILogger<LedgerWriter>? logger = null, int capacity = DefaultCapacity)
    {
        _durability = durability;
        _time = time;
        _capacity = capacity;
        _table = new LedgerTable(database, durability);
        ILogger log = logger ?? NullLogger<LedgerWriter>.Instance;
        _batch = new LedgerBatch(_table, durability, log);
        _place = new PlaceWatch(_table, time, _queue, log);
        if (durability == LedgerDurability.Buffered) _clock = new BufferClock(time, _queue);
        new Thread(Run) { IsBackground = true, Name = "weir-ledger" }.Start();
    }

    /// <summary>Calls that wait for the disk at this moment.</summary>
    public int Waiting => Volatile.Read(ref _waiting);

    /// <summary>Whether the database's file is still the one at its path, or its server there; while it is not, nothing is written.</summary>
    public bool IsInPlace => _table.Trouble is null;

    /// <summary>Whether a call that ended now could be recorded, for all that is known: what is asked of a provider is paid for, recorded or not.</summary>
    public bool CanRecord => IsInPlace && !_batch.IsUnwritable && Waiting < _capacity;

    /// <summary>Told after each commit, by the writer's thread, how long it took and how many calls it held. Set once, while wiring.</summary>
    public Action<TimeSpan, int>? Committed { get; set; }

    /// <inheritdoc/>
    public ValueTask AppendAsync(CallRecord call)
    {
        var waiting = Interlocked.Increment(ref _waiting);
        if (waiting > _capacity) return Refuse("the ledger queue is full");
        var append = _pool.Rent();
        append.Call = call;
        // Made before the push: afterwards a buffered append belongs to the writer.
        var task = _durability == LedgerDurability.Committed ? append.Task : ValueTask.CompletedTask;
        if (!_queue.TryPush(append))
        {
            append.Release();
            return Refuse("the ledger is closed");
        }

        if (_clock is not null && waiting == LedgerBatch.MostCalls) _queue.Wake();
        return task;
    }

    /// <summary>Writes everything that waits, then closes. Appends from now on fail.</summary>
    public async ValueTask DisposeAsync()
    {
        _stopping = true;
        _queue.Wake();
        await _ended.Task;
    }

    private ValueTask Refuse(string reason)
    {
        Interlocked.Decrement(ref _waiting);
        return ValueTask.FromException(new LedgerException(reason));
    }

    private void Run()
    {
        PendingAppend? rest = null;
        while (true)
        {
            if (_place.Look()) _batch.Probe();

            // 1. Gather: what an earlier round left, then whatever has piled up since.
            if (_clock is not null && !_stopping && (!_batch.IsEmpty || rest is null)) AwaitBuffer();
            rest ??= _stopping ? _queue.Close() : _queue.TakeAll();
            rest = _batch.Fill(rest);

            // 2. Write, or sleep, or end.
            if (!_batch.IsEmpty) Write();
            else if (_stopping) break;
            else if (_clock is null) SleepUntilPushed();
        }

        _clock?.Dispose();
        _place.Dispose();
        _table.Dispose();
        _ended.SetResult();
    }

    private void Write()
    {
        var started = _time.GetTimestamp();
        var done = _batch.Write(isLast: _stopping);
        _shared = done > 1;
        Interlocked.Add(ref _waiting, -done);
        Committed?.Invoke(_time.GetElapsedTime(started), done);
    }

    /// <summary>
    /// Sleeps until a call comes, and where the last commit was shared then a little longer, so that the next one is too: a
    /// commit costs as much as dozens of rows. A caller who comes alone is never kept waiting for others.
    /// </summary>
    private void SleepUntilPushed()
    {
        _queue.Sleep();
        if (_shared && !_stopping) _queue.SleepUntilWoken(Gathering);
    }

    /// <summary>Buffered calls wait for company: until a batch is full, or for as long as <see cref="BufferClock.Interval"/>.</summary>
    private void AwaitBuffer()
    {
        while (!_stopping && Volatile.Read(ref _waiting) == 0)
        {
            _queue.Sleep();
            _place.Look();
        }

        if (_stopping || (_batch.IsEmpty && Volatile.Read(ref _waiting) >= LedgerBatch.MostCalls)) return;
        _clock!.Start();
        while (!_stopping && !_clock.HasRung && !(_batch.IsEmpty && Volatile.Read(ref _waiting) >= LedgerBatch.MostCalls)) _queue.SleepUntilWoken();
    }
}
