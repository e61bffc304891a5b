using Weir.Gateway.Configuration.Binding;
using Weir.Gateway.Model;

namespace Weir.Gateway.Configuration;

/// <summary>The <c>email</c> section of an entry of <c>alerts</c>.</summary>
internal sealed class EmailConfig : ConfigSection
{
    [Setting("The mail server that takes mail for sending.", Required = true, Example = "smtp.example.com")]
    public string? Host { get; set; }

    [Setting("Its port, 1 to 65535.", Default = "587 with starttls, 465 with tls, 25 with none", Example = "587")]
    public int? Port { get; set; }

    [Setting("How the connection is protected: starttls (begun in the open and then encrypted, refused where the server cannot), tls (encrypted from its beginning) or none.", Choices = ["starttls", "tls", "none"], Example = "tls")]
    public string Tls { get; set; } = "starttls";

    [Setting("Who logs in there. Given together with password.", Default = "nobody logs in", Example = "weir@example.com")]
    public string? User { get; set; }

    [Setting("The user's password.", Example = "${SMTP_PASSWORD}")]
    public Secret? Password { get; set; }

    [Setting("Who the mail is from.", Required = true, Example = "weir@example.com")]
    public string? From { get; set; }

    [Setting("Who it goes to.", Required = true, Example = "[ops@example.com]")]
    public List<string>? To { get; set; }
}
