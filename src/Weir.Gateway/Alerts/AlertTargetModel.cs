using System.Collections.Frozen;
using Weir.Gateway.Alerts.Mail;

namespace Weir.Gateway.Alerts;

/// <summary>Where alerts are sent, and which.</summary>
internal sealed class AlertTargetModel
{
    /// <summary>Unique name, as the configuration has it.</summary>
    public required string Name { get; init; }

    /// <summary>The kinds that it wants; null means all.</summary>
    public FrozenSet<string>? Kinds { get; init; }

    /// <summary>What is below is not sent.</summary>
    public AlertSeverity MinSeverity { get; init; }

    /// <summary>Set unless <see cref="Mail"/> is.</summary>
    public WebhookModel? Webhook { get; init; }

    /// <summary>Set unless <see cref="Webhook"/> is.</summary>
    public MailModel? Mail { get; init; }

    /// <summary>Whether an alert is to be sent here.</summary>
    public bool Wants(Alert alert) => alert.Severity >= MinSeverity && Kinds?.Contains(alert.Kind) != false;
}
