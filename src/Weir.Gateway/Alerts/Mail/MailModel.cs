using System.Net.Mail;
using Weir.Gateway.Model;

namespace Weir.Gateway.Alerts.Mail;

/// <summary>A mail server, and whom mail goes to.</summary>
/// <param name="Host">Name or address.</param>
/// <param name="Port">1 to 65535.</param>
/// <param name="Security">How the connection is protected.</param>
/// <param name="From">Who it is from.</param>
/// <param name="To">Who it goes to; at least one.</param>
internal sealed record MailModel(string Host, int Port, MailSecurity Security, MailAddress From, IReadOnlyList<MailAddress> To)
{
    /// <summary>Who logs in; null when nobody does.</summary>
    public string? User { get; init; }

    /// <summary>Set where <see cref="User"/> is.</summary>
    public Secret? Password { get; init; }
}
