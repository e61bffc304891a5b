using Microsoft.Extensions.Logging.Abstractions;
using Weir.Gateway.Alerts;
using Weir.Gateway.Alerts.Mail;
using Weir.Gateway.Model;
using Weir.Gateway.Telemetry;
using Weir.Testing;

namespace Weir.Gateway.Tests.Alerts;

/// <summary>What becomes of alerts for a target that fails.</summary>
public sealed class AlertOutboxTests
{
    [Fact]
    public async Task What_a_receiver_refuses_for_now_is_sent_again_under_the_same_identifier()
    {
        var clock = new FakeTimeProvider();
        await using var receiver = await ScriptedUpstream.StartAsync();
        receiver.Behaviour = (http, _) => ScriptedUpstream.JsonAsync(http, receiver.Seen.Count < 3 ? 503 : 200, "{}");
        using var webhooks = new WebhookSender(TimeProvider.System);
        var outbox = Outbox(receiver.BaseUrl, webhooks, clock);

        outbox.Add(GivenAlerts.Alert());
        await Scene.UntilAsync(
            () =>
            {
                clock.Advance(TimeSpan.FromSeconds(1));
                return receiver.Seen.Count >= 3;
            },
            "the third try");
        await outbox.CloseAsync(CancellationToken.None);

        receiver.Seen.Count.ShouldBe(3);
        receiver.Seen.Select(post => post.Body).Distinct().ShouldHaveSingleItem();
    }

    [Theory]
    [InlineData(302)]
    [InlineData(400)]
    [InlineData(410)]
    public async Task What_a_receiver_refuses_for_good_is_sent_once_and_no_redirect_is_followed(int status)
    {
        await using var elsewhere = await ScriptedUpstream.StartAsync();
        await using var receiver = await ScriptedUpstream.StartAsync();
        receiver.Behaviour = (http, _) =>
        {
            http.Response.Headers.Location = elsewhere.BaseUrl;
            return ScriptedUpstream.JsonAsync(http, status, "{}");
        };
        using var webhooks = new WebhookSender(TimeProvider.System);
        var outbox = Outbox(receiver.BaseUrl, webhooks, new FakeTimeProvider());

        outbox.Add(GivenAlerts.Alert());
        await outbox.CloseAsync(CancellationToken.None);

        receiver.Seen.Count.ShouldBe(1);
        elsewhere.Seen.ShouldBeEmpty();
    }

    [Fact]
    public async Task More_than_it_has_room_for_are_dropped_and_none_waits_for_ever()
    {
        using var log = new LogCapture();
        var (sender, clock) = (new StuckSender(), new FakeTimeProvider());
        var outbox = Outbox("http://127.0.0.1:1/", sender, clock, log);
        outbox.Add(GivenAlerts.Alert());
        await sender.Begun;

        for (var i = 0; i < AlertOutbox.Most + 10; i++) outbox.Add(GivenAlerts.Alert());
        log.Lines.ShouldHaveSingleItem().ShouldContain("Alerts for ops are dropped, 1 more by now");
        clock.Advance(TimeSpan.FromMinutes(1));
        outbox.Add(GivenAlerts.Alert());
        log.Lines.Count.ShouldBe(2, "once a minute, however many are lost");
        log.Lines[1].ShouldContain("10 more by now");
        using var now = new CancellationTokenSource();
        var closed = outbox.CloseAsync(now.Token);
        await now.CancelAsync();

        await closed;
        sender.Sent.ShouldBe(1);
        log.Lines[^1].ShouldContain($"{AlertOutbox.Most + 1} alerts for ops were not sent", customMessage: "all that waited, and the one that was being sent");
    }

    private static AlertOutbox Outbox(string url, IAlertSender sender, TimeProvider clock, LogCapture? log = null) => new(
        new AlertTargetModel { Name = "ops", Webhook = new WebhookModel(new Secret(url), IsSlack: false, [], Key: null) },
        sender, new MailSender(TimeProvider.System), new AlertMetrics(new WeirMetrics()), () => 0.5, clock, log?.CreateLogger("alerts") ?? NullLogger.Instance);

    /// <summary>Sends nothing, until it is cancelled.</summary>
    private sealed class StuckSender : IAlertSender
    {
        private readonly TaskCompletionSource _begun = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Task Begun => _begun.Task;

        public int Sent { get; private set; }

        public async Task SendAsync(Alert alert, AlertTargetModel target, CancellationToken cancellationToken)
        {
            Sent++;
            _begun.TrySetResult();
            await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, cancellationToken);
        }
    }
}
