using Weir.Gateway.Model;

namespace Weir.Gateway.Limits;

/// <summary>How much one subject uses of one limit. Used under the <see cref="LimitBook"/>'s lock.</summary>
internal sealed class LimitAccount
{
    private QuotaModel? _quota;

    public LimitAccount(LimitSubject subject, RateLimitModel model)
    {
        (Subject, Model) = (subject, model);
        Adapt(model);
    }

    public LimitSubject Subject { get; }

    /// <summary>The limit, as the call has it that came last.</summary>
    public RateLimitModel Model { get; private set; }

    public IReadOnlyList<LimitMeter> Meters { get; private set; } = [];

    /// <summary>Calls under way.</summary>
    public int Running { get; set; }

    /// <summary>Whether forgetting it changes nothing.</summary>
    public bool IsIdle(Moment now)
    {
        if (Running > 0) return false;
        foreach (var meter in Meters)
            if (!meter.Window.IsIdle(now)) return false;
        return true;
    }

    /// <summary>Takes over the numbers of a configuration; what is used stays so.</summary>
    public void Adapt(RateLimitModel model)
    {
        Model = model;
        if (ReferenceEquals(_quota, model.Quota)) return;
        _quota = model.Quota;
        var meters = new List<LimitMeter>();
        Take(meters, LimitUnit.Requests, isDay: false, _quota.RequestsPerMinute);
        Take(meters, LimitUnit.InputTokens, isDay: false, _quota.InputTokensPerMinute);
        Take(meters, LimitUnit.OutputTokens, isDay: false, _quota.OutputTokensPerMinute);
        Take(meters, LimitUnit.Tokens, isDay: false, _quota.TokensPerMinute);
        Take(meters, LimitUnit.Requests, isDay: true, _quota.RequestsPerDay);
        Take(meters, LimitUnit.InputTokens, isDay: true, _quota.InputTokensPerDay);
        Take(meters, LimitUnit.OutputTokens, isDay: true, _quota.OutputTokensPerDay);
        Take(meters, LimitUnit.Tokens, isDay: true, _quota.TokensPerDay);
        Meters = meters;
    }

    private void Take(List<LimitMeter> meters, LimitUnit unit, bool isDay, long? limit)
    {
        if (limit is not { } number) return;
        var known = Meters.FirstOrDefault(meter => meter.Unit == unit && meter.IsDay == isDay);
        known?.Window.Resize(number);
        meters.Add(known ?? new LimitMeter(unit, isDay, number));
    }
}
