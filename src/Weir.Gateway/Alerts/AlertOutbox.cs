using System.Threading.Channels;
using Microsoft.Extensions.Logging;
using Polly;
using Polly.Retry;
using Weir.Gateway.Alerts.Mail;

namespace Weir.Gateway.Alerts;

/// <summary>What waits to be sent to one target: one alert after the other, each tried again while that may help. A target that is slow or away holds up no other.</summary>
internal sealed class AlertOutbox
{
    /// <summary>Alerts that wait; a target that is away for longer loses the newest.</summary>
    public const int Most = 256;

    private const int Retries = 5;

    /// <summary>How often it is said that alerts are dropped: a receiver that is away loses every next one.</summary>
    private static readonly TimeSpan Silence = TimeSpan.FromMinutes(1);

    private static readonly TimeSpan FirstPause = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan LongestPause = TimeSpan.FromMinutes(1);

    private readonly Channel<Alert> _waiting = Channel.CreateBounded<Alert>(new BoundedChannelOptions(Most) { SingleReader = true });
    private readonly IAlertSender _webhooks;
    private readonly MailSender _mails;
    private readonly AlertMetrics _metrics;
    private readonly TimeProvider _time;
    private readonly ILogger _log;
    private readonly ResiliencePipeline _retries;
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _sending;
    private int _dropped;
    private long? _saidAt;

    public AlertOutbox(AlertTargetModel target, IAlertSender webhooks, MailSender mails, AlertMetrics metrics, Func<double> random, TimeProvider time, ILogger log)
    {
        (Target, _webhooks, _mails, _metrics, _time, _log) = (target, webhooks, mails, metrics, time, log);
        _retries = new ResiliencePipelineBuilder { TimeProvider = time }.AddRetry(new RetryStrategyOptions
        {
            MaxRetryAttempts = Retries,
            BackoffType = DelayBackoffType.Exponential,
            Delay = FirstPause,
            MaxDelay = LongestPause,
            UseJitter = true,
            Randomizer = random,
            ShouldHandle = new PredicateBuilder().Handle<AlertDeliveryException>(static failed => !failed.IsLasting),
        }).Build();
        _sending = Task.Run(SendAllAsync);
    }

    /// <summary>Where to; replaced when the configuration changes, for alerts that wait too.</summary>
    public AlertTargetModel Target { get; set; }

    /// <summary>Takes an alert, or drops it when too many wait. For one thread at a time.</summary>
    public void Add(Alert alert)
    {
        if (_waiting.Writer.TryWrite(alert)) return;
        _metrics.Count(alert.Kind, Target.Name, AlertResult.Dropped);
        _dropped++;
        if (_saidAt is { } said && _time.GetElapsedTime(said) < Silence) return;
        AlertsLog.Dropped(_log, _dropped, Target.Name, Most);
        (_dropped, _saidAt) = (0, _time.GetTimestamp());
    }

    /// <summary>Takes no more, and ends when all was sent or the token is cancelled.</summary>
    public async Task CloseAsync(CancellationToken cancellationToken)
    {
        _waiting.Writer.TryComplete();
        await using var giveUp = cancellationToken.Register(_stop.Cancel);
        await _sending;
    }

    private async Task SendAllAsync()
    {
        var isSending = false;
        try
        {
            await foreach (var alert in _waiting.Reader.ReadAllAsync(_stop.Token))
            {
                isSending = true;
                await SendAsync(alert);
                isSending = false;
            }
        }
        catch (OperationCanceledException)
        {
            var left = _waiting.Reader.Count + (isSending ? 1 : 0);
            if (left > 0) AlertsLog.LeftBehind(_log, left, Target.Name);
        }
    }

    private async Task SendAsync(Alert alert)
    {
        try
        {
            await _retries.ExecuteAsync(static async (sending, cancel) => await sending.Outbox.SendOnceAsync(sending.Alert, cancel), (Outbox: this, Alert: alert), _stop.Token);
            _metrics.Count(alert.Kind, Target.Name, AlertResult.Delivered);
        }
        catch (Exception failed) when (failed is not OperationCanceledException)
        {
            _metrics.Count(alert.Kind, Target.Name, AlertResult.Failed);
            AlertsLog.Failed(_log, alert.Id, alert.Kind, Target.Name, failed is AlertDeliveryException ? failed.Message : failed.GetType().Name);
        }
    }

    private async Task SendOnceAsync(Alert alert, CancellationToken cancellationToken)
    {
        var target = Target;
        await (target.Mail is null ? _webhooks : _mails).SendAsync(alert, target, cancellationToken);
    }
}
