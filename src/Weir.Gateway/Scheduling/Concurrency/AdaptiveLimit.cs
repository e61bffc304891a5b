using Weir.Gateway.Model;

namespace Weir.Gateway.Scheduling.Concurrency;

/// <summary>How many attempts a deployment is sent at a time, as its policy finds it within the operator's bounds. Written to under the owner's lock.</summary>
internal sealed class AdaptiveLimit
{
    private ConcurrencyModel _settings;
    private IConcurrencyPolicy _policy;
    private double _limit;

    /// <param name="settings">The bounds.</param>
    public AdaptiveLimit(ConcurrencyModel settings) => (_settings, _policy, _limit) = (settings, PolicyOf(settings), settings.Initial);

    /// <summary>The limit. Any thread.</summary>
    public int Value => (int)Volatile.Read(ref _limit);

    /// <summary>How many may wait.</summary>
    public int Queue => _settings.Queue;

    /// <inheritdoc cref="ConcurrencyModel.CancelsYoung"/>
    public bool CancelsYoung => _settings.CancelsYoung;

    /// <summary>Takes over new bounds, and begins anew with them.</summary>
    /// <returns>False where they are the old ones.</returns>
    public bool Adopt(ConcurrencyModel settings)
    {
        if (settings == _settings) return false;
        (_settings, _policy, _limit) = (settings, PolicyOf(settings), settings.Initial);
        return true;
    }

    /// <summary>An attempt has ended.</summary>
    public void Note(in SlotReport report) => _limit = Math.Clamp(_policy.Next(_limit, report), _settings.Min, _settings.Max);

    private static IConcurrencyPolicy PolicyOf(ConcurrencyModel settings) => settings.Adapt switch
    {
        ConcurrencyAdapt.Loss => new LossPolicy(),
        ConcurrencyAdapt.Latency => new LatencyPolicy(),
        _ => new FixedPolicy(),
    };
}
