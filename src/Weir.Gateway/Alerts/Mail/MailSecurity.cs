namespace Weir.Gateway.Alerts.Mail;

/// <summary>How a connection to a mail server is protected.</summary>
internal enum MailSecurity
{
    /// <summary>Begun in the open, encrypted before anything is said (RFC 3207). A server that cannot is told nothing.</summary>
    StartTls,

    /// <summary>Encrypted from its beginning (RFC 8314).</summary>
    Tls,

    /// <summary>Not at all.</summary>
    None,
}
