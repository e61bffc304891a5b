using System.Diagnostics.CodeAnalysis;
using System.Text;
using System.Text.Json;
using Weir.Gateway.Model;

namespace Weir.Gateway.Upstream;

/// <summary>What must be taken out of an upstream's words before a client sees them: upstreams quote what they were sent.</summary>
internal sealed class ProviderSecrets
{
    /// <summary>Shorter values ("1", "eu") are settings, not secrets: masking them would tear ordinary words apart.</summary>
    private const int Shortest = 8;

    private readonly string[] _secrets;

    public ProviderSecrets(ProviderModel provider)
    {
        IEnumerable<string> values = provider.Headers.Select(header => header.Value.Reveal());
        if (provider.ApiKey is { } key) values = values.Prepend(key.Reveal());
        if (provider.Aws is { } aws) values = values.Concat([aws.AccessKeyId.Reveal(), aws.SecretAccessKey.Reveal(), aws.SessionToken?.Reveal() ?? ""]);
        // "Bearer abc" is quoted as "abc" too. The longest first, so that no part of one is left standing.
        _secrets = [.. values.SelectMany(value => (string[])[value, value[(value.LastIndexOf(' ') + 1)..]])
            .Where(value => value.Length >= Shortest).Distinct().OrderByDescending(value => value.Length)];
    }

    /// <summary>The text without the secrets.</summary>
    [return: NotNullIfNotNull(nameof(text))]
    public string? Mask(string? text) => text is null ? null : _secrets.Aggregate(text, (shown, secret) => shown.Replace(secret, Secret.Mask, StringComparison.Ordinal));

    /// <summary>The bytes without the secrets.</summary>
    public ReadOnlyMemory<byte> Mask(ReadOnlyMemory<byte> body)
    {
        foreach (var secret in _secrets)
            if (body.Span.IndexOf(Encoding.UTF8.GetBytes(secret)) >= 0)
                body = Encoding.UTF8.GetBytes(Encoding.UTF8.GetString(body.Span).Replace(secret, Secret.Mask, StringComparison.Ordinal));
        return body;
    }

    /// <summary>Whether a text in the JSON is a secret once its escapes are undone, so that masking bytes would not find it.</summary>
    public bool AreEscapedIn(ReadOnlySpan<byte> json)
    {
        if (_secrets.Length == 0 || json.IndexOf((byte)'\\') < 0) return false;
        var reader = new Utf8JsonReader(json);
        try
        {
            while (reader.Read())
                if (reader.ValueIsEscaped && reader.GetString() is { } text && _secrets.Any(secret => text.Contains(secret, StringComparison.Ordinal))) return true;
            return false;
        }
        catch (InvalidOperationException)
        {
            // Half of a surrogate pair: what cannot be read cannot be trusted.
            return true;
        }
    }
}
