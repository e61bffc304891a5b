using System.Net.Security;
using System.Net.Sockets;
using System.Text;

namespace Weir.Gateway.Alerts.Mail;

/// <summary>
/// One conversation with a mail server: as much of SMTP (RFC 5321) as handing over a mail takes, with STARTTLS (RFC 3207),
/// implicit TLS (RFC 8314) and AUTH PLAIN or LOGIN (RFC 4954, RFC 4616).
/// </summary>
internal sealed class SmtpSession : IDisposable
{
    private readonly TcpClient _tcp;
    private SmtpLines _lines;
    private HashSet<string> _offers = [];

    private SmtpSession(TcpClient tcp, Stream stream) => (_tcp, _lines) = (tcp, new SmtpLines(stream));

    /// <summary>Connects, encrypts the connection as asked, and introduces itself.</summary>
    /// <exception cref="AlertDeliveryException">The server refuses, or cannot encrypt.</exception>
    public static async Task<SmtpSession> ConnectAsync(string host, int port, MailSecurity security, RemoteCertificateValidationCallback? certificates, CancellationToken cancellationToken)
    {
        var tcp = new TcpClient();
        try
        {
            await tcp.ConnectAsync(host, port, cancellationToken);
            Stream stream = tcp.GetStream();
            if (security == MailSecurity.Tls) stream = await EncryptAsync(stream, host, certificates, cancellationToken);
            var session = new SmtpSession(tcp, stream);
            Expect(await session._lines.ReadAsync(cancellationToken), 2, "its greeting");
            await session.IntroduceAsync(cancellationToken);
            if (security == MailSecurity.StartTls) await session.StartTlsAsync(stream, host, certificates, cancellationToken);
            return session;
        }
        catch
        {
            tcp.Dispose();
            throw;
        }
    }

    /// <summary>Logs in.</summary>
    /// <exception cref="AlertDeliveryException">The server does not take the password, or no way of logging in that is known here.</exception>
    public async Task LogInAsync(string user, string password, CancellationToken cancellationToken)
    {
        if (_offers.Contains("AUTH PLAIN"))
        {
            await CommandAsync("AUTH PLAIN " + Base64($"\0{user}\0{password}"), 2, "the login", cancellationToken);
            return;
        }
        if (!_offers.Contains("AUTH LOGIN")) throw new AlertDeliveryException("the mail server offers neither AUTH PLAIN nor AUTH LOGIN", isLasting: true);
        await CommandAsync("AUTH LOGIN", 3, "the login", cancellationToken);
        await CommandAsync(Base64(user), 3, "the login", cancellationToken);
        await CommandAsync(Base64(password), 2, "the login", cancellationToken);
    }

    /// <summary>Hands a mail over.</summary>
    /// <param name="from">The sender's address.</param>
    /// <param name="to">The receivers' addresses.</param>
    /// <param name="message">Header and body, lines ending with CR LF.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="AlertDeliveryException">The server refuses it.</exception>
    public async Task SendAsync(string from, IReadOnlyList<string> to, string message, CancellationToken cancellationToken)
    {
        await CommandAsync($"MAIL FROM:<{from}>", 2, "the sender", cancellationToken);
        foreach (var receiver in to) await CommandAsync($"RCPT TO:<{receiver}>", 2, "a receiver", cancellationToken);
        await CommandAsync("DATA", 3, "mail", cancellationToken);
        // A line that is a dot ends the mail: one that begins with a dot is given another (RFC 5321, 4.5.2).
        var stuffed = message.Replace("\r\n.", "\r\n..", StringComparison.Ordinal);
        await CommandAsync(stuffed + "\r\n.", 2, "the mail", cancellationToken);
    }

    /// <summary>Says good-bye. What was handed over is the server's already.</summary>
    public Task QuitAsync(CancellationToken cancellationToken) => _lines.WriteAsync("QUIT", cancellationToken);

    /// <inheritdoc/>
    public void Dispose() => _tcp.Dispose();

    private async Task StartTlsAsync(Stream stream, string host, RemoteCertificateValidationCallback? certificates, CancellationToken cancellationToken)
    {
        if (!_offers.Contains("STARTTLS"))
            throw new AlertDeliveryException("the mail server offers no STARTTLS; nothing was sent", isLasting: true);
        await CommandAsync("STARTTLS", 2, "STARTTLS", cancellationToken);
        // Somebody on the way could have added answers in the open that would then count as the server's own.
        if (_lines.HasMore) throw new AlertDeliveryException("the mail server said more than it was asked before the connection was encrypted", isLasting: true);
        _lines = new SmtpLines(await EncryptAsync(stream, host, certificates, cancellationToken));
        await IntroduceAsync(cancellationToken);
    }

    private async Task IntroduceAsync(CancellationToken cancellationToken)
    {
        // An address literal: the name of this machine is nobody's concern, and need not be one that can be looked up.
        var answer = await CommandAsync("EHLO [127.0.0.1]", 2, "EHLO", cancellationToken);
        _offers = [.. answer.Texts.Skip(1).SelectMany(Offers)];
    }

    private static IEnumerable<string> Offers(string line)
    {
        var words = line.ToUpperInvariant().Split(' ', StringSplitOptions.RemoveEmptyEntries);
        return words is ["AUTH", ..] ? words.Skip(1).Select(way => "AUTH " + way) : words.Take(1);
    }

    private static async Task<Stream> EncryptAsync(Stream stream, string host, RemoteCertificateValidationCallback? certificates, CancellationToken cancellationToken)
    {
        var tls = new SslStream(stream);
        await tls.AuthenticateAsClientAsync(new SslClientAuthenticationOptions { TargetHost = host, RemoteCertificateValidationCallback = certificates }, cancellationToken);
        return tls;
    }

    private async Task<SmtpReply> CommandAsync(string line, int wanted, string what, CancellationToken cancellationToken)
    {
        await _lines.WriteAsync(line, cancellationToken);
        var reply = await _lines.ReadAsync(cancellationToken);
        Expect(reply, wanted, what);
        return reply;
    }

    /// <summary>4yz may pass, 5yz will not (RFC 5321, 4.2.1). The server's words are not repeated: they may hold addresses.</summary>
    private static void Expect(SmtpReply reply, int wanted, string what)
    {
        if (reply.Code / 100 != wanted) throw new AlertDeliveryException($"the mail server answered {what} with {reply.Code}", reply.Code / 100 == 5);
    }

    private static string Base64(string text) => Convert.ToBase64String(Encoding.UTF8.GetBytes(text));
}
