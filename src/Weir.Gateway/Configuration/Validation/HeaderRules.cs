namespace Weir.Gateway.Configuration.Validation;

/// <summary>What HTTP allows in headers, and which headers are Weir's own business.</summary>
internal static class HeaderRules
{
    /// <summary>Headers of one connection or message, which the HTTP client sets itself.</summary>
    private static readonly string[] Transport =
    [
        "host", "content-length", "content-type", "content-encoding", "transfer-encoding", "connection", "keep-alive", "upgrade", "te", "trailer",
        "expect", "proxy-authenticate", "proxy-authorization", "proxy-connection", "accept-encoding",
    ];

    /// <summary>Headers that carry the client's own credentials or identity.</summary>
    private static readonly string[] Credentials = ["authorization", "x-api-key", "api-key", "x-goog-api-key", "cookie", "set-cookie"];

    public static bool IsToken(ReadOnlySpan<char> name)
    {
        foreach (var c in name)
            if (!char.IsAsciiLetterOrDigit(c) && !"!#$%&'*+-.^_`|~".Contains(c, StringComparison.Ordinal)) return false;
        return name.Length > 0;
    }

    public static bool IsValue(string value)
    {
        foreach (var c in value)
            if (c is < ' ' or > '~') return false;
        return value.Trim().Length == value.Length;
    }

    /// <summary>The name is one that only the HTTP client may set.</summary>
    public static bool IsTransport(string name) => Transport.Contains(name, StringComparer.OrdinalIgnoreCase);

    /// <summary>A header that must not be passed on and that the pattern would match, or null.</summary>
    public static string? Withheld(string pattern)
    {
        foreach (var name in Transport.AsSpan())
            if (Matches(name, pattern)) return name;
        foreach (var name in Credentials.AsSpan())
            if (Matches(name, pattern)) return name;
        return null;
    }

    /// <summary>A header of this name usually holds a credential.</summary>
    public static bool LooksSecret(string name)
    {
        foreach (var part in (ReadOnlySpan<string>)["auth", "key", "token", "secret", "cookie", "password", "credential"])
            if (name.Contains(part, StringComparison.OrdinalIgnoreCase)) return true;
        return false;
    }

    private static bool Matches(string name, string pattern) => pattern.EndsWith('*')
        ? name.AsSpan().StartsWith(pattern.AsSpan(0, pattern.Length - 1), StringComparison.OrdinalIgnoreCase)
        : string.Equals(name, pattern, StringComparison.OrdinalIgnoreCase);
}
