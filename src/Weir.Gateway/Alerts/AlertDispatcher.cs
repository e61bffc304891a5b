using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Weir.Gateway.Alerts.Mail;
using Weir.Gateway.Configuration;
using Weir.Gateway.Model;

namespace Weir.Gateway.Alerts;

/// <summary>
/// Takes alerts from any thread, leaves out repetitions, and gives each to the targets that want it. What has not been sent when
/// the gateway stops is lost: what is behind it stands in the ledger.
/// </summary>
internal sealed class AlertDispatcher : IAlerts, IHostedService
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, AlertOutbox> _outboxes = new(StringComparer.Ordinal);
    private readonly RecentAlerts _recent;
    private readonly ConfigWatcher _configuration;
    private readonly WebhookSender _webhooks;
    private readonly MailSender _mails;
    private readonly AlertMetrics _metrics;
    private readonly Func<double> _random;
    private readonly TimeProvider _time;
    private readonly ILogger<AlertDispatcher> _log;
    private bool _isStopped;

    public AlertDispatcher(ConfigWatcher configuration, WebhookSender webhooks, MailSender mails, AlertMetrics metrics, Func<double> random, TimeProvider time, ILogger<AlertDispatcher> log)
    {
        (_configuration, _webhooks, _mails, _metrics, _random, _time, _log) = (configuration, webhooks, mails, metrics, random, time, log);
        _recent = new RecentAlerts(time);
    }

    /// <inheritdoc/>
    public void Raise(Alert alert)
    {
        lock (_gate)
        {
            if (_isStopped) return;
            if (!_recent.TryAdd(alert))
            {
                _metrics.Count(alert.Kind, null, AlertResult.Repeated);
                return;
            }
            var names = new List<string>();
            foreach (var target in _configuration.Current.Alerts)
            {
                if (!target.Wants(alert)) continue;
                OutboxOf(target).Add(alert);
                names.Add(target.Name);
            }
            var level = alert.Severity == AlertSeverity.Info ? LogLevel.Information : LogLevel.Warning;
            var told = names.Count > 0 ? string.Join(", ", names) : "nobody: none of the configured alerts wants it";
            var severity = AlertSeverities.NameOf(alert.Severity);
            AlertsLog.Raised(_log, level, alert.Id, alert.Kind, severity, told);
        }
    }

    /// <summary>Goes over to a new configuration.</summary>
    public void Keep(GatewayModel next)
    {
        lock (_gate)
        {
            foreach (var (name, outbox) in _outboxes.ToArray())
            {
                if (next.Alerts.FirstOrDefault(target => target.Name == name) is { } target) outbox.Target = target;
                else if (_outboxes.Remove(name)) _ = outbox.CloseAsync(CancellationToken.None);
            }
        }
    }

    /// <inheritdoc/>
    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc/>
    public async Task StopAsync(CancellationToken cancellationToken)
    {
        AlertOutbox[] open;
        lock (_gate)
        {
            _isStopped = true;
            open = [.. _outboxes.Values];
        }
        await Task.WhenAll(open.Select(outbox => outbox.CloseAsync(cancellationToken)));
    }

    private AlertOutbox OutboxOf(AlertTargetModel target)
    {
        if (_outboxes.TryGetValue(target.Name, out var known)) return known;
        return _outboxes[target.Name] = new AlertOutbox(target, _webhooks, _mails, _metrics, _random, _time, _log);
    }
}
