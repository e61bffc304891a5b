using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;

namespace Weir.Gateway.Alerts.Mail;

/// <summary>
/// Sends alerts as mail. The framework's own client is not used: it cannot do implicit TLS, and its maker advises against it
/// (docs/decisions/0050-alerts-by-webhook-and-mail.md).
/// </summary>
internal sealed class MailSender(TimeProvider time) : IAlertSender
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    /// <summary>Judges a server's certificate; null asks the system. Tests set it, whose certificates nobody else knows.</summary>
    internal RemoteCertificateValidationCallback? Certificates { get; init; }

    /// <inheritdoc/>
    public async Task SendAsync(Alert alert, AlertTargetModel target, CancellationToken cancellationToken)
    {
        var mail = target.Mail!;
        using var patience = new CancellationTokenSource(Patience, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, patience.Token);
        try
        {
            using var session = await SmtpSession.ConnectAsync(mail.Host, mail.Port, mail.Security, Certificates, either.Token);
            if (mail is { User: { } user, Password: { } password }) await session.LogInAsync(user, password.Reveal(), either.Token);
            await session.SendAsync(mail.From.Address, [.. mail.To.Select(to => to.Address)], MailText.Of(alert, mail), either.Token);
            await session.QuitAsync(either.Token);
        }
        catch (Exception broken) when (broken is SocketException or IOException)
        {
            throw new AlertDeliveryException($"the mail server {mail.Host}:{mail.Port} cannot be reached", isLasting: false, broken);
        }
        catch (AuthenticationException broken)
        {
            throw new AlertDeliveryException($"the certificate of the mail server {mail.Host} is not to be trusted", isLasting: true, broken);
        }
        catch (OperationCanceledException late) when (!cancellationToken.IsCancellationRequested)
        {
            throw new AlertDeliveryException($"the mail server {mail.Host} took longer than {Patience.TotalSeconds:0} s", isLasting: false, late);
        }
    }
}
