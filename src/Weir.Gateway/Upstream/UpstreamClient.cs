using System.Collections.Concurrent;
using System.Net;
using System.Text;
using Microsoft.AspNetCore.Http;
using Weir.Dialects.Json;
using Weir.Gateway.Endpoints;
using Weir.Gateway.Model;

namespace Weir.Gateway.Upstream;

/// <summary>The connections to one provider, and how requests to it are made up.</summary>
internal sealed class UpstreamClient : IDisposable
{
    private readonly HttpMessageInvoker _invoker;
    private readonly HeaderPolicy _forward;
    private readonly KeyValuePair<string, string>[] _own;
    private readonly ConcurrentDictionary<string, Uri> _addresses = new(StringComparer.Ordinal);
    private readonly EventStreamConnections _connections = new();
    private readonly ProviderModel _provider;

    /// <summary>Opens nothing yet.</summary>
    /// <param name="provider">The provider.</param>
    /// <param name="builtIn">The in-process upstream that the provider names, or null when it is reached by its address.</param>
    public UpstreamClient(ProviderModel provider, IBuiltInUpstream? builtIn)
    {
        _provider = provider;
        _forward = new HeaderPolicy(provider.ForwardHeaders);
        _own = [.. OwnHeaders(provider)];
        _invoker = new HttpMessageInvoker(Handler(provider, builtIn, _connections));
    }

    /// <summary>Sends a request and returns once the response's headers are there.</summary>
    public Task<HttpResponseMessage> SendAsync(CallEndpoint endpoint, HttpRequest from, EditedBody body, CancellationToken cancellationToken)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, AddressOf(endpoint))
        {
            Content = new EditedContent(body),
            Version = HttpVersion.Version11,
            VersionPolicy = HttpVersionPolicy.RequestVersionOrHigher,
        };
        foreach (var (name, value) in _own) request.Headers.TryAddWithoutValidation(name, value);
        _forward.Copy(from.Headers, request.Headers);
        return _invoker.SendAsync(request, cancellationToken);
    }

    /// <summary>Opens the body of a response that is a stream of events.</summary>
    public Stream OpenEvents(HttpResponseMessage response, CancellationToken cancellationToken) => _connections.Open(response, cancellationToken);

    /// <summary>Asks whether the provider can be reached at all, for <c>weir doctor</c>: any answer will do.</summary>
    public Task<HttpResponseMessage> ProbeAsync(CancellationToken cancellationToken)
    {
        var request = new HttpRequestMessage(HttpMethod.Get, new Uri(_provider.BaseUrl.AbsoluteUri.TrimEnd('/') + "/models"));
        foreach (var (name, value) in _own) request.Headers.TryAddWithoutValidation(name, value);
        return _invoker.SendAsync(request, cancellationToken);
    }

    /// <inheritdoc/>
    public void Dispose() => _invoker.Dispose();

    private Uri AddressOf(CallEndpoint endpoint) =>
        _addresses.TryGetValue(endpoint.UpstreamPath, out var known)
            ? known
            : _addresses.GetOrAdd(endpoint.UpstreamPath, new Uri(_provider.BaseUrl.AbsoluteUri.TrimEnd('/') + endpoint.UpstreamPath));

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
