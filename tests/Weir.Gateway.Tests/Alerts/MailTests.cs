using System.Net.Mail;
using System.Text;
using Weir.Gateway.Alerts;
using Weir.Gateway.Alerts.Mail;
using Weir.Gateway.Model;

namespace Weir.Gateway.Tests.Alerts;

/// <summary>Alerts as mail, to a server that talks over a real connection.</summary>
[Trait("Category", "Slow")]
public sealed class MailTests
{
    [Theory]
    [InlineData("AUTH PLAIN LOGIN", "AUTH PLAIN AGFkYQBzZXNhbWU=")]
    [InlineData("AUTH LOGIN", "AUTH LOGIN")]
    public async Task A_mail_is_handed_over_after_the_connection_is_encrypted_and_the_login(string offer, string login)
    {
        await using var server = new SmtpListener { Offers = ["STARTTLS", offer] };

        await SendAsync(server, MailSecurity.StartTls, user: "ada");

        server.Said.Where(line => line.StartsWith('!')).ShouldBe(["!EHLO [127.0.0.1]", "!STARTTLS"]);
        server.Said.ShouldContain(login);
        server.Said.ShouldContain("MAIL FROM:<weir@example.com>");
        server.Said.Where(line => line.StartsWith("RCPT", StringComparison.Ordinal)).ShouldBe(["RCPT TO:<ops@example.com>", "RCPT TO:<boss@example.com>"]);
        var (header, text) = Read(await server.Mail);
        header.ShouldContain("\r\nTo: ops@example.com,\r\n boss@example.com\r\n");
        header.ShouldContain("Date: Sat, 21 Nov 2026 22:00:00 +0000");
        header.ShouldContain("Auto-Submitted: auto-generated");
        text.ShouldBe("The key ci spends <3 times> as usual\r\n\r\nIt spent $12.50 in the last hour. Usual are $4.\r\n\r\nkey: ci & co\r\nspent: 12.50\r\n");
    }

    [Fact]
    public async Task A_connection_may_be_encrypted_from_its_beginning()
    {
        await using var server = new SmtpListener { IsTls = true };

        await SendAsync(server, MailSecurity.Tls, user: "ada");

        server.Said.ShouldNotContain("STARTTLS");
        (await server.Mail).ShouldContain("From: weir@example.com");
    }

    [Fact]
    public async Task No_name_gets_a_line_into_the_header_and_every_character_arrives()
    {
        await using var server = new SmtpListener();
        var title = "Größe 🚀\r\nBcc: everybody@example.com " + new string('x', 80);

        await SendAsync(server, MailSecurity.None, alert: GivenAlerts.Alert() with { Title = title });

        var (header, _) = Read(await server.Mail);
        header.Split("\r\n").ShouldNotContain(line => line.StartsWith("Bcc", StringComparison.Ordinal));
        header.Split("\r\n").ShouldAllBe(line => line.Length <= 78);
        Subject(header).ShouldBe("[Weir] warning: " + title);
    }

    [Fact]
    public async Task A_line_of_one_dot_does_not_end_the_mail()
    {
        var message = MailText.Of(GivenAlerts.Alert(), Model(25, MailSecurity.None, null)) + "\r\n.\r\nafter";
        await using var server = new SmtpListener();
        using var session = await SmtpSession.ConnectAsync("127.0.0.1", server.Port, MailSecurity.None, null, CancellationToken.None);

        await session.SendAsync("weir@example.com", ["ops@example.com"], message, CancellationToken.None);

        (await server.Mail).ShouldBe(message + "\r\n");
    }

    [Fact]
    public async Task Where_the_server_cannot_encrypt_nothing_is_said_that_matters()
    {
        await using var server = new SmtpListener { Offers = ["AUTH PLAIN"] };

        var failed = await Should.ThrowAsync<AlertDeliveryException>(() => SendAsync(server, MailSecurity.StartTls, user: "ada"));

        failed.Message.ShouldContain("no STARTTLS");
        failed.IsLasting.ShouldBeTrue();
        server.Said.ShouldBe(["!EHLO [127.0.0.1]"]);
    }

    [Fact]
    public async Task Words_that_were_put_in_before_the_encryption_are_not_believed()
    {
        await using var server = new SmtpListener();
        server.Answers["STARTTLS"] = "220 go on\r\n250-mail.test\r\n250 AUTH PLAIN";

        var failed = await Should.ThrowAsync<AlertDeliveryException>(() => SendAsync(server, MailSecurity.StartTls, user: "ada"));

        failed.Message.ShouldContain("said more than it was asked");
        server.Said.ShouldNotContain(line => line.Contains("AUTH"));
    }

    [Fact]
    public async Task A_certificate_that_the_system_does_not_know_is_refused()
    {
        await using var server = new SmtpListener();
        var sender = new MailSender(TimeProvider.System);

        var failed = await Should.ThrowAsync<AlertDeliveryException>(() => sender.SendAsync(GivenAlerts.Alert(), Target(server, MailSecurity.StartTls, "ada"), CancellationToken.None));

        failed.Message.ShouldContain("not to be trusted");
        server.Said.ShouldNotContain(line => line.Contains("AUTH"));
    }

    [Theory]
    [InlineData("MAIL", "451 later", false)]
    [InlineData("RCPT", "550 nobody here", true)]
    [InlineData("EHLO", "502 what?", true)]
    public async Task A_refusal_that_lasts_is_told_from_one_that_passes(string command, string answer, bool isLasting)
    {
        await using var server = new SmtpListener();
        server.Answers[command] = answer;

        var failed = await Should.ThrowAsync<AlertDeliveryException>(() => SendAsync(server, MailSecurity.None));

        failed.IsLasting.ShouldBe(isLasting);
        failed.Message.ShouldContain(answer[..3]);
    }

    [Theory]
    [InlineData("HTTP/1.1 400 Bad Request")]
    [InlineData("x")]
    public async Task What_is_no_mail_server_is_said_to_be_out_of_reach(string greeting)
    {
        await using var server = new SmtpListener();
        server.Answers["EHLO"] = greeting;

        (await Should.ThrowAsync<AlertDeliveryException>(() => SendAsync(server, MailSecurity.None))).Message.ShouldContain("cannot be reached");
    }

    private static Task SendAsync(SmtpListener server, MailSecurity security, string? user = null, Alert? alert = null) =>
        new MailSender(TimeProvider.System) { Certificates = (_, certificate, _, _) => certificate?.Subject == "CN=localhost" }.SendAsync(alert ?? GivenAlerts.Alert(), Target(server, security, user), CancellationToken.None);

    private static AlertTargetModel Target(SmtpListener server, MailSecurity security, string? user) => new() { Name = "ops", Mail = Model(server.Port, security, user) };

    private static MailModel Model(int port, MailSecurity security, string? user) =>
        new("127.0.0.1", port, security, new MailAddress("weir@example.com"), [new MailAddress("ops@example.com"), new MailAddress("boss@example.com")])
        {
            User = user,
            Password = user is null ? null : new Secret("sesame"),
        };

    private static (string Header, string Text) Read(string mail)
    {
        var end = mail.IndexOf("\r\n\r\n", StringComparison.Ordinal);
        return (mail[..(end + 2)], Encoding.UTF8.GetString(Convert.FromBase64String(mail[(end + 4)..])));
    }

    /// <summary>RFC 2047 from the reader's side: white space between encoded words is none.</summary>
    private static string Subject(string header)
    {
        var lines = header.Split("\r\n").SkipWhile(line => !line.StartsWith("Subject: ", StringComparison.Ordinal)).ToList();
        var words = lines.Take(1).Concat(lines.Skip(1).TakeWhile(line => line.StartsWith(' '))).Select(line => line.Replace("Subject: ", "", StringComparison.Ordinal).Trim());
        return string.Concat(words.Select(word => Encoding.UTF8.GetString(Convert.FromBase64String(word["=?utf-8?B?".Length..^2]))));
    }
}
