using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Weir.Gateway.Configuration;

namespace Weir.Gateway.Anomalies;

/// <summary>
/// Looks once a minute at what is being spent, and takes in each hour when it is over. What is usual is worked out from the sums of
/// costs when the gateway starts, so that a restart changes nothing; what was unusual before goes on from the database.
/// </summary>
internal sealed class AnomalyWatch(SpendSource source, AnomalyResponse response, AnomalyStore store, ConfigWatcher configuration, TimeProvider time, ILogger<AnomalyWatch> log) : IHostedService, IDisposable
{
    /// <summary>Hours that are learnt from: the distances of three weeks, each from the three weeks before it.</summary>
    private const int Learnt = 43 * 24;

    /// <summary>Hours before the start that are judged anew, so that what happened while no gateway ran is noticed.</summary>
    private const int Judged = 6;

    /// <summary>An hour is taken for over when so much of the next has passed: what took long is then settled for the most part.</summary>
    private static readonly TimeSpan Late = TimeSpan.FromMinutes(5);

    private static readonly TimeSpan Period = TimeSpan.FromMinutes(1);

    private readonly SemaphoreSlim _one = new(1);
    private AnomaliesModel? _rules;
    private SpendBook? _book;
    private long _closed;
    private ITimer? _timer;
    private volatile bool _isStopping;

    /// <inheritdoc/>
    public Task StartAsync(CancellationToken cancellationToken)
    {
        _timer = time.CreateTimer(static watch => _ = ((AnomalyWatch)watch!).LookAsync(), this, Period, Period);
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public async Task StopAsync(CancellationToken cancellationToken)
    {
        _isStopping = true;
        if (_timer is not null) await _timer.DisposeAsync();
        await _one.WaitAsync(cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    /// <inheritdoc/>
    public void Dispose() => _timer?.Dispose();

    /// <summary>Looks now, unless a look is under way; never throws.</summary>
    internal Task LookAsync() => Task.Run(async () =>
    {
        if (_isStopping || !await _one.WaitAsync(TimeSpan.Zero)) return;
        try
        {
            if (configuration.Current.Anomalies is { IsEnabled: true } rules) Look(rules);
        }
        catch (Exception broken)
        {
            // Whatever it was: a watch that has ended unnoticed is worse. What was learnt may be half of it, so the next look begins anew.
            _book = null;
            AnomaliesLog.WatchFailed(log, broken);
        }
        finally
        {
            _one.Release();
        }
    });

    private void Look(AnomaliesModel rules)
    {
        var hour = (time.GetUtcNow() - Late).ToUnixTimeSeconds() / 3_600;
        if (_book is null || _rules != rules) (_book, _rules, _closed) = (Learn(rules, hour - Judged), rules, hour - Judged - 1);
        while (_closed < hour - 1)
        {
            var over = _closed + 1;
            Tell(_book.Close(over, source.Read(over, over + 1, rules.Subjects, floor: 0), subject => store.End(subject, DateTimeOffset.FromUnixTimeSeconds((over + 1) * 3_600))), rules);
            _closed = over;
        }
        Tell(_book.Look(source.Read(hour, hour + 1, rules.Subjects, (double)rules.Floor)), rules);
    }

    private void Tell(IReadOnlyList<(SpendSubject Subject, SpendFinding Finding)> found, AnomaliesModel rules)
    {
        if (found.Count > 0) response.Found(found, rules.Response);
    }

    /// <summary>Works out what is usual before an hour. Hours that were found to be unusual then are so still.</summary>
    private SpendBook Learn(AnomaliesModel rules, long hour)
    {
        var zone = (int)Math.Round(rules.Zone.GetUtcOffset(time.GetUtcNow()).TotalHours);
        var book = new SpendBook(rules.Subjects, new SpendRules((double)rules.Floor, (double)rules.NewFloor, zone));
        var unusual = store.Since(DateTimeOffset.FromUnixTimeSeconds((hour - Learnt) * 3_600)).ToLookup(SubjectOf);
        foreach (var spent in source.Read(hour - Learnt, hour, rules.Subjects, floor: 0))
            book.Of(spent.Subject).Learn(spent.Hour, spent.Cost, unusual[spent.Subject].Any(anomaly => IsIn(anomaly, spent.Hour)));
        foreach (var open in unusual.SelectMany(anomalies => anomalies).Where(anomaly => anomaly.Until is null))
            book.Of(SubjectOf(open)).Resume(HourOf(open.Since));
        return book;
    }

    private static SpendSubject SubjectOf(Anomaly anomaly) => new(Enum.Parse<SpendDimension>(anomaly.Dimension, ignoreCase: true), anomaly.Tenant, anomaly.Value);

    /// <summary>What has lasted for a week is what is usual now.</summary>
    private static bool IsIn(Anomaly anomaly, long hour) =>
        hour >= HourOf(anomaly.Since) && !(anomaly.Until is { } until && (hour >= HourOf(until) || until - anomaly.Since >= TimeSpan.FromHours(SpendState.Longest)));

    private static long HourOf(DateTimeOffset at) => at.ToUnixTimeSeconds() / 3_600;
}
