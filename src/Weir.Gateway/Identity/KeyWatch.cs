using Microsoft.Extensions.Logging;
using Weir.Gateway.Anomalies.Holds;
using Weir.Gateway.Model;
using Weir.Gateway.Storage;

namespace Weir.Gateway.Identity;

/// <summary>Keeps the database's keys in memory. Looks for changes on a thread of its own, once a second and when asked.</summary>
internal sealed class KeyWatch : IAsyncDisposable
{
    /// <summary>How long a change by another process may go unnoticed.</summary>
    private static readonly TimeSpan Period = TimeSpan.FromSeconds(1);

    /// <summary>Between two looks that were asked for.</summary>
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(50);

    private readonly Lock _gate = new();
    private readonly WakeSignal _signal = new();
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly Session _session;
    private readonly Statement _revision;
    private readonly ITimer _periodic;
    private readonly ITimer _delayed;
    private TaskCompletionSource _next = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private bool _isAsked;
    private long _lastLook;
    private long _known;
    private bool _isFailing;
    private volatile bool _stopping;
    private volatile Dictionary<KeyHash, KeyModel> _keys;
    private volatile Dictionary<string, HoldState> _holds;

    public KeyWatch(Database database, TimeProvider time, ILogger logger)
    {
        (_time, _logger) = (time, logger);
        _session = database.Connect();
        _revision = KeyRow.PrepareRevision(_session);
        // The revision first: a key made in between is then read twice rather than missed.
        _known = KeyRow.ReadRevision(_revision);
        _keys = ReadKeys();
        _holds = ReadHolds([]);
        _lastLook = time.GetTimestamp() - time.TimestampFrequency;
        _delayed = time.CreateTimer(_ => _signal.Set(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        _periodic = time.CreateTimer(_ => _signal.Set(), null, Period, Period);
        new Thread(Run) { IsBackground = true, Name = "weir-keys" }.Start();
    }

    /// <summary>Nobody changes it once it stands here. A frozen dictionary would cost every start 5 ms of compilation, this one 1 ms.</summary>
    public Dictionary<KeyHash, KeyModel> Keys => _keys;

    /// <summary>What holds keys back, by their identifier; keys of the configuration too.</summary>
    public Dictionary<string, HoldState> Holds => _holds;

    /// <summary>Ends with the next look, whoever asked for it.</summary>
    public Task NextLookAsync()
    {
        lock (_gate) return _next.Task;
    }

    /// <summary>Asks for a look that begins after now.</summary>
    public Task LookAsync()
    {
        lock (_gate)
        {
            // A look under way may have read before this caller's key was made, so that everybody waits for the next one.
            if (_stopping || _isAsked) return _stopping ? Task.CompletedTask : _next.Task;
            _isAsked = true;
            var wait = Pause - _time.GetElapsedTime(_lastLook);
            if (wait <= TimeSpan.Zero) _signal.Set();
            else _delayed.Change(wait, Timeout.InfiniteTimeSpan);
            return _next.Task;
        }
    }

    public async ValueTask DisposeAsync()
    {
        lock (_gate) _stopping = true;
        await _periodic.DisposeAsync();
        await _delayed.DisposeAsync();
        _signal.Set();
        await _ended.Task;
    }

    private void Run()
    {
        while (!_stopping)
        {
            _signal.Wait();
            TaskCompletionSource served;
            lock (_gate)
            {
                (served, _next) = (_next, new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));
                (_isAsked, _lastLook) = (false, _time.GetTimestamp());
            }

            Look();
            served.SetResult();
        }

        _revision.Dispose();
        _session.Dispose();
        lock (_gate) _next.SetResult();
        _ended.SetResult();
    }

    private void Look()
    {
        try
        {
            var revision = KeyRow.ReadRevision(_revision);
            if (revision != _known)
            {
                _keys = ReadKeys();
                _holds = ReadHolds(_holds);
                _known = revision;
                IdentityLog.Reloaded(_logger, _keys.Count);
            }

            _isFailing = false;
        }
        catch (Exception failure)
        {
            _revision.Reset();
            if (!_isFailing) IdentityLog.ReloadFailed(_logger, failure);
            _isFailing = true;
        }
    }

    private Dictionary<KeyHash, KeyModel> ReadKeys()
    {
        var keys = new Dictionary<KeyHash, KeyModel>();
        foreach (var key in KeyRow.ReadAll(_session, "WHERE revoked_at IS NULL"))
            keys[key.Hash] = key.ToModel();
        return keys;
    }

    /// <summary>One that has not changed goes on counting.</summary>
    private Dictionary<string, HoldState> ReadHolds(Dictionary<string, HoldState> before)
    {
        var holds = new Dictionary<string, HoldState>(StringComparer.Ordinal);
        foreach (var (key, hold) in KeyHoldStore.Read(_session))
            holds[key] = before.TryGetValue(key, out var known) && known.Hold == hold ? known : new HoldState(hold);
        return holds;
    }
}
