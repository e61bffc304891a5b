using System.Collections.Concurrent;
using System.Net;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Http;
using Weir.Gateway.Model;

namespace Weir.Gateway.Upstream;

/// <summary>The connections to one provider, and how requests to it are made up.</summary>
internal sealed class UpstreamClient : IDisposable
{
    private const string AnthropicVersion = "anthropic-version";
    private const string IdempotencyKey = "idempotency-key";

    /// <summary>For clients that send none, and for translated requests: the newer version forbids sampling parameters.</summary>
    private const string AssumedVersion = "2023-06-01";

    /// <summary>More than any configuration's models times the endpoints.</summary>
    private const int MostAddresses = 1_000;

    private readonly HttpMessageInvoker _invoker;
    private readonly HeaderPolicy _forward;
    private readonly HeaderPolicy _forwardTranslated;
    private readonly AwsSigner? _signer;
    private readonly KeyValuePair<string, string>[] _own;
    private readonly ConcurrentDictionary<string, Uri> _addresses = new(StringComparer.Ordinal);
    private readonly EventStreamConnections _connections = new();
    private readonly ProviderModel _provider;
    private readonly string _base;

    /// <summary>Opens nothing yet.</summary>
    /// <param name="provider">The provider.</param>
    /// <param name="builtIn">The in-process upstream that the provider names, or null when it is reached by its address.</param>
    /// <param name="clock">Dates signatures.</param>
    public UpstreamClient(ProviderModel provider, IBuiltInUpstream? builtIn, TimeProvider clock)
    {
        _provider = provider;
        _base = provider.BaseUrl.AbsoluteUri.TrimEnd('/');
        _forward = new HeaderPolicy(provider.ForwardHeaders);
        _forwardTranslated = new HeaderPolicy(provider.ForwardHeaders.Where(IsOfNoDialect));
        _signer = provider.Aws is { } aws ? new AwsSigner(aws, clock) : null;
        _own = [.. OwnHeaders(provider)];
        _invoker = new HttpMessageInvoker(Handler(provider, builtIn, _connections));
    }

    /// <summary>Sends a request and returns once the response's headers are there.</summary>
    public Task<HttpResponseMessage> SendAsync(in UpstreamRequest what, CancellationToken cancellationToken)
    {
        var request = new HttpRequestMessage(MethodOf(what.From), AddressOf(what))
        {
            Content = what.ContentType is { } contentType ? new EditedContent(what.Body, contentType) : null,
            Version = HttpVersion.Version11,
            VersionPolicy = HttpVersionPolicy.RequestVersionOrHigher,
        };
        foreach (var (name, value) in _own) request.Headers.TryAddWithoutValidation(name, value);
        (what.IsTranslated ? _forwardTranslated : _forward).Copy(what.From.Headers, request.Headers);
        if (what.Sharer is { } tenant) Separate(request.Headers, tenant);
        AddVersion(request);
        if (_signer is not null) _signer.Sign(request, what.Body);
        return _invoker.SendAsync(request, cancellationToken);
    }

    /// <summary>Tenants that share an account may choose the same key, and must not be given each other's answers.</summary>
    private static void Separate(HttpRequestHeaders headers, string tenant)
    {
        if (!headers.NonValidated.TryGetValues(IdempotencyKey, out var keys)) return;
        var key = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{tenant}\n{keys}")));
        headers.Remove(IdempotencyKey);
        headers.TryAddWithoutValidation(IdempotencyKey, key);
    }

    /// <summary>Opens the body of a response that is a stream of events.</summary>
    public Stream OpenEvents(HttpResponseMessage response, CancellationToken cancellationToken) => _connections.Open(response, cancellationToken);

    /// <summary>Opens the body of any response, for somebody who puts another content in its place.</summary>
    public Stream TakeBody(HttpResponseMessage response, CancellationToken cancellationToken) => _connections.Take(response, cancellationToken);

    /// <summary>Sends a request without a body, on nobody's behalf.</summary>
    /// <param name="method">GET, DELETE or POST.</param>
    /// <param name="path">Relative to the provider's base address.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public Task<HttpResponseMessage> AskAsync(HttpMethod method, string path, CancellationToken cancellationToken)
    {
        var request = new HttpRequestMessage(method, new Uri(_base + path));
        foreach (var (name, value) in _own) request.Headers.TryAddWithoutValidation(name, value);
        AddVersion(request);
        return _invoker.SendAsync(request, cancellationToken);
    }

    /// <summary>Asks whether the provider can be reached at all, for <c>weir doctor</c>: any answer will do.</summary>
    public Task<HttpResponseMessage> ProbeAsync(CancellationToken cancellationToken) => AskAsync(HttpMethod.Get, "/models", cancellationToken);

    /// <inheritdoc/>
    public void Dispose() => _invoker.Dispose();

    private static HttpMethod MethodOf(HttpRequest from) => HttpMethods.IsPost(from.Method) ? HttpMethod.Post : new HttpMethod(from.Method);

    private void AddVersion(HttpRequestMessage request)
    {
        if (_provider.Family == ProviderFamily.Anthropic && !request.Headers.Contains(AnthropicVersion))
            request.Headers.TryAddWithoutValidation(AnthropicVersion, AssumedVersion);
    }

    /// <summary>There are as many as there are paths and models; a client's own query is made up anew each time.</summary>
    private Uri AddressOf(in UpstreamRequest what)
    {
        if (!what.IsTranslated && QueryOf(what.From) is { Length: > 1 } query)
            return new Uri(_base + what.Path + (what.Path.Contains('?', StringComparison.Ordinal) ? "&" : "?") + query);
        if (_addresses.TryGetValue(what.Path, out var known)) return known;
        var address = new Uri(_base + what.Path);
        // Paths that clients make up (relayed ones) have no end.
        return _addresses.Count < MostAddresses ? _addresses.GetOrAdd(what.Path, address) : address;
    }

    /// <summary>The client's query without what is for the gateway (a key) or said by the path already.</summary>
    private static string? QueryOf(HttpRequest from)
    {
        if (!from.QueryString.HasValue) return null;
        var kept = from.Query.Where(pair => !pair.Key.Equals("key", StringComparison.OrdinalIgnoreCase) && !pair.Key.Equals("alt", StringComparison.OrdinalIgnoreCase)).SelectMany(pair => pair.Value, (pair, value) =>
            $"{Uri.EscapeDataString(pair.Key)}={Uri.EscapeDataString(value ?? "")}");
        return string.Join('&', kept);
    }

    private static bool IsOfNoDialect(string header) =>
        !header.StartsWith("anthropic-", StringComparison.OrdinalIgnoreCase) && !header.StartsWith("openai-", StringComparison.OrdinalIgnoreCase);

    private static IEnumerable<KeyValuePair<string, string>> OwnHeaders(ProviderModel provider)
    {
        if (provider.ApiKey is { } key)
        {
            var bearer = provider.ApiKeyHeader.Equals("authorization", StringComparison.OrdinalIgnoreCase);
            yield return new(provider.ApiKeyHeader, bearer ? "Bearer " + key.Reveal() : key.Reveal());
        }
        foreach (var (name, value) in provider.Headers) yield return new(name, value.Reveal());
    }

    private static SocketsHttpHandler Handler(ProviderModel provider, IBuiltInUpstream? builtIn, EventStreamConnections connections) => new()
    {
        AllowAutoRedirect = false,
        AutomaticDecompression = DecompressionMethods.None,
        UseCookies = false,
        // On the system's clock, as nothing else is. Connections are opened for the pool: a request may be given one that another had
        // opened, and its end does not end the opening of its own, so that no attempt's watch could time it. Opening it ourselves on the
        // gateway's clock would leave TLS and proxies untimed, which the handler adds to what it is given. An attempt does not depend on
        // this: its limit for headers includes connecting, and is on the gateway's clock.
        ConnectTimeout = provider.Timeouts.Connect,
        EnableMultipleHttp2Connections = true,
        // A name that starts to resolve elsewhere is noticed within this time.
        PooledConnectionLifetime = TimeSpan.FromMinutes(10),
        PooledConnectionIdleTimeout = TimeSpan.FromSeconds(90),
        // An unread rest of a response means that the call was stopped: close instead of reading it to its end.
        MaxResponseDrainSize = 0,
        ActivityHeadersPropagator = null,
        // As Kestrel reads them; without this a header beyond ASCII fails the request.
        RequestHeaderEncodingSelector = static (_, _) => Encoding.UTF8,
        ConnectCallback = builtIn is null
            ? null
            : async (_, cancellationToken) => await builtIn.ConnectAsync(cancellationToken),
        UseProxy = builtIn is null,
        PlaintextStreamFilter = connections.WrapAsync,
    };
}
