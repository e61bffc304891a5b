using System.Collections.Frozen;
using System.Net.Http.Headers;
using Microsoft.AspNetCore.Http;

namespace Weir.Gateway.Upstream;

/// <summary>A list of header names that may pass; a trailing <c>*</c> stands for any ending.</summary>
internal sealed class HeaderPolicy
{
    private readonly FrozenSet<string> _exact;
    private readonly string[] _prefixes;

    public HeaderPolicy(IEnumerable<string> patterns)
    {
        var all = patterns.ToArray();
        _exact = all.Where(pattern => !pattern.EndsWith('*')).ToFrozenSet(StringComparer.OrdinalIgnoreCase);
        _prefixes = [.. all.Where(pattern => pattern.EndsWith('*')).Select(pattern => pattern[..^1])];
    }

    /// <summary>
    /// What clients are shown of an upstream's response headers. The rest stays inside: cookies, the operator's organisation,
    /// the provider's infrastructure, and everything that belongs to one connection.
    /// </summary>
    public static HeaderPolicy Response { get; } = new(
    [
        "content-type", "content-encoding", "openai-version", "openai-processing-ms", "openai-model", "x-ratelimit-*", "anthropic-ratelimit-*",
        "retry-after", "retry-after-ms", "x-should-retry",
    ]);

    /// <summary>Copies what may pass from a request into another.</summary>
    public void Copy(IHeaderDictionary from, HttpRequestHeaders to)
    {
        // Looking the few names up is cheaper than going through all that the client sent.
        foreach (var name in _exact.Items)
            if (from.TryGetValue(name, out var value)) to.TryAddWithoutValidation(name, (string?)value);
        if (_prefixes.Length == 0) return;
        foreach (var header in from)
            if (HasPrefix(header.Key) && !_exact.Contains(header.Key)) to.TryAddWithoutValidation(header.Key, (string?)header.Value);
    }

    public bool Allows(string name) => _exact.Contains(name) || HasPrefix(name);

    private bool HasPrefix(string name)
    {
        foreach (var prefix in _prefixes)
            if (name.StartsWith(prefix, StringComparison.OrdinalIgnoreCase)) return true;
        return false;
    }
}
