using System.Collections.Concurrent;
using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace Weir.Gateway.Tests.Alerts;

/// <summary>A mail server on a real port that takes what it is given and remembers what was said.</summary>
internal sealed class SmtpListener : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly ConcurrentQueue<string> _said = new();
    private readonly ConcurrentQueue<string> _mails = new();
    private readonly TaskCompletionSource<string> _mail = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly X509Certificate2 _certificate = SelfSigned();
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _serving;

    public SmtpListener()
    {
        _listener.Start();
        _serving = ServeAsync();
    }

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    /// <summary>Whether the connection is encrypted from its beginning.</summary>
    public bool IsTls { get; init; }

    /// <summary>What EHLO is answered with, besides the greeting.</summary>
    public string[] Offers { get; init; } = ["STARTTLS", "AUTH PLAIN LOGIN"];

    /// <summary>What a command that begins so is answered with, instead of the usual.</summary>
    public Dictionary<string, string> Answers { get; } = [];

    /// <summary>Every command, those sent in the open with a ! before them.</summary>
    public IReadOnlyList<string> Said => [.. _said];

    /// <summary>All mails as they were sent, oldest first.</summary>
    public IReadOnlyList<string> Mails => [.. _mails];

    /// <summary>The first mail as it was sent.</summary>
    public Task<string> Mail => _mail.Task;

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _serving;
        _listener.Stop();
        _stop.Dispose();
        _certificate.Dispose();
    }

    private async Task ServeAsync()
    {
        try
        {
            while (true)
            {
                using var client = await _listener.AcceptTcpClientAsync(_stop.Token);
                await TalkAsync(client.GetStream());
            }
        }
        catch (OperationCanceledException)
        {
            // The test is over.
        }
    }

    private async Task TalkAsync(Stream stream)
    {
        try
        {
            var isSafe = IsTls;
            if (IsTls) stream = await EncryptAsync(stream);
            var reader = new StreamReader(stream, Encoding.UTF8);
            await SayAsync(stream, "220 mail.test ready");
            while (await reader.ReadLineAsync() is { } line)
            {
                _said.Enqueue(isSafe ? line : "!" + line);
                if (line == "QUIT") return;
                await SayAsync(stream, AnswerTo(line, isSafe));
                if (line == "STARTTLS")
                {
                    (stream, isSafe) = (await EncryptAsync(stream), true);
                    reader = new StreamReader(stream, Encoding.UTF8);
                }
                if (line == "DATA") await TakeMailAsync(stream, reader);
            }
        }
        catch (Exception gone) when (gone is IOException or AuthenticationException)
        {
            // The client does not want to go on.
        }
    }

    private async Task TakeMailAsync(Stream stream, StreamReader reader)
    {
        var mail = new StringBuilder();
        while (await reader.ReadLineAsync() is { } line && line != ".") mail.Append(line.StartsWith('.') ? line[1..] : line).Append("\r\n");
        await SayAsync(stream, "250 taken");
        _mails.Enqueue(mail.ToString());
        _mail.TrySetResult(mail.ToString());
    }

    private string AnswerTo(string line, bool isSafe)
    {
        foreach (var (command, answer) in Answers)
            if (line.StartsWith(command, StringComparison.Ordinal)) return answer;
        if (line.StartsWith("EHLO", StringComparison.Ordinal))
            return string.Join("\r\n", ["250-mail.test", .. Offers.Where(offer => offer != "STARTTLS" || !isSafe).Select(offer => "250-" + offer), "250 8BITMIME"]);
        if (line == "AUTH LOGIN" || line == Convert.ToBase64String("ada"u8)) return "334 VXNlcm5hbWU6";
        return line switch { "DATA" => "354 go on", "STARTTLS" => "220 go on", _ => line.StartsWith("AUTH", StringComparison.Ordinal) ? "235 welcome" : "250 ok" };
    }

    private async Task<Stream> EncryptAsync(Stream stream)
    {
        var tls = new SslStream(stream);
        await tls.AuthenticateAsServerAsync(_certificate);
        return tls;
    }

    private static async Task SayAsync(Stream stream, string lines) => await stream.WriteAsync(Encoding.ASCII.GetBytes(lines + "\r\n"));

    private static X509Certificate2 SelfSigned()
    {
        using var key = RSA.Create(2048);
        var request = new CertificateRequest("CN=localhost", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        using var certificate = request.CreateSelfSigned(new DateTimeOffset(2020, 1, 1, 0, 0, 0, TimeSpan.Zero), new DateTimeOffset(2050, 1, 1, 0, 0, 0, TimeSpan.Zero));
        return X509CertificateLoader.LoadPkcs12(certificate.Export(X509ContentType.Pkcs12), null);
    }
}
