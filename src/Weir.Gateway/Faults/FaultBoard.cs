using Microsoft.Extensions.Logging;
using Weir.Gateway.Calls;
using Weir.Gateway.Configuration;
using Weir.Gateway.Model;

namespace Weir.Gateway.Faults;

/// <summary>
/// All faults that are known, and which of them are in force. Those of the configuration come and go with it; those of the admin
/// API live until they expire, are stopped, or the process ends.
/// </summary>
internal sealed class FaultBoard : IDisposable
{
    /// <summary>Faults over the admin API at a time.</summary>
    public const int Most = 100;

    /// <summary>Timers cannot wait for more than 49 days; one that fires early looks again.</summary>
    private static readonly TimeSpan LongestWait = TimeSpan.FromDays(1);

    private readonly Lock _changing = new();
    private readonly TimeProvider _time;
    private readonly ILogger<FaultBoard> _log;
    private readonly ITimer _timer;
    private readonly Dictionary<string, FaultState> _added = new(StringComparer.Ordinal);
    private Dictionary<string, FaultState> _configured = new(StringComparer.Ordinal);
    private GatewayModel _model;
    private volatile ActiveFault[] _inForce = [];

    public FaultBoard(ConfigWatcher configuration, TimeProvider time, ILogger<FaultBoard> log)
    {
        (_time, _log, _model) = (time, log, configuration.Current);
        _timer = time.CreateTimer(static self => ((FaultBoard)self!).Refresh(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        Configure(_model);
    }

    /// <summary>Those in force, the oldest first. Reading it is all that a call costs while there are none.</summary>
    public ActiveFault[] InForce => _inForce;

    /// <summary>All that are known, by name; what the admin API started comes before the configuration's of that name.</summary>
    public IReadOnlyList<FaultState> All
    {
        get
        {
            lock (_changing) return [.. _added.Values.Concat(_configured.Values).OrderBy(fault => fault.Model.Name, StringComparer.Ordinal)];
        }
    }

    /// <summary>Whether a fault in force is for a call and not for all that ask the same: then nobody else is to be given what it makes of the answer.</summary>
    public bool Singles(Call call)
    {
        foreach (var (fault, _) in _inForce)
            if (fault.Model.Scope.TellsCallsApart && fault.Model.Scope.Covers(call, fault.Model.Name)) return true;
        return false;
    }

    /// <summary>Takes over a configuration. A fault that it leaves as it was goes on: its time, its counts, that it was stopped.</summary>
    public void Configure(GatewayModel model)
    {
        lock (_changing)
        {
            var now = _time.GetUtcNow();
            var before = _configured;
            _configured = model.Faults.ToDictionary(
                fault => fault.Name,
                fault => before.TryGetValue(fault.Name, out var known) && FaultJson.AreAlike(known.Model, fault) ? known : new FaultState(fault, now, by: null),
                StringComparer.Ordinal);
            _model = model;
            Refresh();
        }
    }

    /// <summary>Starts a fault, or replaces the one of that name that the admin API started before.</summary>
    /// <param name="fault">What to start.</param>
    /// <param name="by">Who wants it.</param>
    /// <returns>Null when there are too many.</returns>
    public FaultState? Start(FaultModel fault, string by)
    {
        lock (_changing)
        {
            Refresh();
            if (_added.Count >= Most && !_added.ContainsKey(fault.Name)) return null;
            var started = _added[fault.Name] = new FaultState(fault, _time.GetUtcNow(), by);
            Refresh();
            return started;
        }
    }

    /// <summary>Ends a fault before its time. One of the configuration stays stopped until its entry changes or the process ends.</summary>
    /// <returns>The fault, or null when there is none of that name.</returns>
    public FaultState? Stop(string name)
    {
        lock (_changing)
        {
            if (!_added.Remove(name, out var found) && !_configured.TryGetValue(name, out found)) return null;
            found.Stop();
            Refresh();
            return found;
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _timer.Dispose();

    /// <summary>Works out anew which faults are in force, and when that changes next.</summary>
    private void Refresh()
    {
        lock (_changing)
        {
            var now = _time.GetUtcNow();
            foreach (var over in _added.Values.Where(fault => fault.PhaseAt(now) == FaultPhase.Over).ToArray()) _added.Remove(over.Model.Name);
            var before = _inForce;
            _inForce = TotalOutage.Prevent([.. All.Where(fault => fault.PhaseAt(now) == FaultPhase.Active).OrderBy(fault => fault.StartsAt)], _model);
            Tell(before);
            var changes = All.Where(fault => fault.PhaseAt(now) is FaultPhase.Waiting or FaultPhase.Active)
                .Select(fault => fault.StartsAt > now ? fault.StartsAt : fault.EndsAt ?? DateTimeOffset.MaxValue);
            var wait = changes.DefaultIfEmpty(DateTimeOffset.MaxValue).Min() - now;
            _timer.Change(wait < LongestWait ? wait : LongestWait, Timeout.InfiniteTimeSpan);
        }
    }

    private void Tell(ActiveFault[] before)
    {
        foreach (var ended in before.Where(known => _inForce.All(fault => fault.State != known.State)))
            FaultsLog.Ended(_log, ended.State.Model.Name, ended.State.Injected, ended.State.Skipped);
        foreach (var (fault, spared) in _inForce)
        {
            var known = before.FirstOrDefault(known => known.State == fault);
            if (known is null)
                FaultsLog.Began(_log, fault.Model.Name, FaultKinds.NameOf(fault.Model.Kind), fault.Model.Percent, fault.EndsAt is { } end ? FaultJson.TimeOf(end) : "it is stopped");
            if (spared.Count > 0 && known?.Spared.SetEquals(spared) != true) FaultsLog.Spares(_log, fault.Model.Name, string.Join(", ", spared.Order(StringComparer.Ordinal)));
        }
    }
}
