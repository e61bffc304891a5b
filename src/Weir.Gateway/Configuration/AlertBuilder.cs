using System.Collections.Frozen;
using System.Net.Mail;
using System.Text;
using Weir.Gateway.Alerts;
using Weir.Gateway.Alerts.Mail;
using Weir.Gateway.Model;

namespace Weir.Gateway.Configuration;

/// <summary>Turns an entry of <c>alerts</c> without errors into where alerts are sent.</summary>
internal static class AlertBuilder
{
    /// <summary>How secrets of Standard Webhooks begin; what follows is base64.</summary>
    public const string EncodedKey = "whsec_";

    public static AlertTargetModel Build(AlertConfig alert) => new()
    {
        Name = alert.Name,
        Kinds = alert.Kinds?.ToFrozenSet(StringComparer.Ordinal),
        MinSeverity = AlertSeverities.Find(alert.MinSeverity) ?? AlertSeverity.Info,
        Webhook = alert.Webhook is { } url ? new WebhookModel(url, alert.Format == "slack", [.. alert.Headers], KeyOf(alert.Secret)) : null,
        Mail = alert.Email is { } email ? Mail(email) : null,
    };

    private static MailModel Mail(EmailConfig email)
    {
        var security = email.Tls switch { "tls" => MailSecurity.Tls, "none" => MailSecurity.None, _ => MailSecurity.StartTls };
        var port = email.Port ?? security switch { MailSecurity.Tls => 465, MailSecurity.None => 25, _ => 587 };
        return new MailModel(email.Host!, port, security, new MailAddress(email.From!), [.. email.To!.Select(to => new MailAddress(to))])
        {
            User = email.User,
            Password = email.Password,
        };
    }

    private static byte[]? KeyOf(Secret? secret)
    {
        if (secret?.Reveal() is not { } text) return null;
        return text.StartsWith(EncodedKey, StringComparison.Ordinal) ? Convert.FromBase64String(text[EncodedKey.Length..]) : Encoding.UTF8.GetBytes(text);
    }
}
