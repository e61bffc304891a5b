using System.Net;
using System.Net.Mail;
using Weir.Gateway.Alerts;
using Weir.Gateway.Configuration.Yaml;
using Weir.Gateway.Model;

namespace Weir.Gateway.Configuration.Validation;

/// <summary>Alerts go to one place each, which can be reached, and no password travels in the open.</summary>
internal sealed class AlertValidator : IConfigValidator
{
    /// <inheritdoc/>
    public void Validate(WeirConfig config, ConfigErrors errors)
    {
        foreach (var alert in config.Alerts.Values)
        {
            if (alert.Has("webhook") == alert.Has("email"))
                errors.Add(alert, "", alert.Has("webhook") ? "both webhook and email are given." : "neither webhook nor email is given.", "Give exactly one of webhook and email.");
            if (alert.Webhook is { } url && !IsAddress(url))
                errors.Add(alert, "webhook", "not an absolute http or https address.", "Write it like https://hooks.example.com/weir, best as ${NAME}.");
            Kinds(alert, errors);
            Posts(alert, errors);
            if (alert.Email is { } email) Email(email, errors);
        }
    }

    private static bool IsAddress(Secret url) => Uri.TryCreate(url.Reveal(), UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https" && uri.Host.Length > 0;

    private static void Kinds(AlertConfig alert, ConfigErrors errors)
    {
        if (alert.At("kinds") is ListNode { Items.Count: 0 }) errors.Add(alert, "kinds", "the list is empty, so nothing would be sent.", $"Name some of {string.Join(", ", AlertKinds.All)}, or remove the key.");
    }

    private static void Posts(AlertConfig alert, ConfigErrors errors)
    {
        foreach (var key in (string[])["format", "headers", "secret"])
            if (alert.Email is not null && alert.Has(key)) errors.Add(alert, key, "it means nothing to mail.", "Remove it.");
        foreach (var (name, value) in alert.Headers)
        {
            if (!HeaderRules.IsToken(name) || HeaderRules.IsTransport(name) || !HeaderRules.IsValue(value.Reveal()))
                errors.Add(alert, "headers", $"the header \"{Shown.Short(name)}\" cannot be sent.", "Use names of letters, digits and -, none that HTTP itself sets, and values of printable ASCII.");
        }
        if (alert.Secret?.Reveal() is { } secret && secret.StartsWith(AlertBuilder.EncodedKey, StringComparison.Ordinal) && !Convert.TryFromBase64String(secret[AlertBuilder.EncodedKey.Length..], new byte[secret.Length], out _))
            errors.Add(alert, "secret", "what follows whsec_ is not base64.", "Copy it whole, or make one: echo whsec_$(openssl rand -base64 32)");
    }

    private static void Email(EmailConfig email, ConfigErrors errors)
    {
        if (email.Port is < 1 or > 65535) errors.Add(email, "port", $"{email.Port} is out of range.", "Write 1 to 65535.");
        if (email.Host is { } host && Uri.CheckHostName(host) == UriHostNameType.Unknown) errors.Add(email, "host", $"\"{Shown.Short(host)}\" is no host.", "Write a name such as smtp.example.com; the port goes into port.");
        if (email.User is null != email.Password is null) errors.Add(email, email.User is null ? "password" : "user", "user and password go together.", "Give both, or remove it.");
        if (email is { Tls: "none", Password: not null } && !IsThisMachine(email.Host))
            errors.Add(email, "tls", "the password would travel unencrypted.", "Write starttls or tls.");
        Address(email, "from", email.From, errors);
        if (email is { To.Count: 0 }) errors.Add(email, "to", "the list is empty.", "Name at least one address.");
        foreach (var to in email.To ?? []) Address(email, "to", to, errors);
    }

    private static void Address(EmailConfig email, string key, string? address, ConfigErrors errors)
    {
        // The envelope is ASCII: internationalised addresses (RFC 6531) are not for every server.
        if (address is null || (MailAddress.TryCreate(address, out var parsed) && parsed.Address.All(c => c is > ' ' and <= '~') && !address.AsSpan().ContainsAnyInRange('\0', '\x1f'))) return;
        errors.Add(email, key, $"\"{Shown.Short(address)}\" is no mail address.", "Write one such as ops@example.com.");
    }

    private static bool IsThisMachine(string? host) => host == "localhost" || (IPAddress.TryParse(host, out var address) && IPAddress.IsLoopback(address));
}
