using System.Collections.Concurrent;
using Weir.Gateway.Model;

namespace Weir.Gateway.Upstream;

/// <summary>
/// The clients of all providers. A provider that a new configuration leaves as it was keeps its connections; clients
/// that no configuration uses any more are let go of once their last call must have ended.
/// </summary>
internal sealed class UpstreamClients(IEnumerable<IBuiltInUpstream> builtIns, TimeProvider time) : IDisposable
{
    private readonly IBuiltInUpstream[] _builtIns = [.. builtIns];
    private readonly ConcurrentDictionary<ProviderModel, UpstreamClient> _clients = new(ReferenceEqualityComparer.Instance);
    private readonly ConcurrentQueue<(UpstreamClient Client, long RetiredAt, TimeSpan Linger)> _retired = new();

    /// <summary>The client for a provider of any configuration still in use.</summary>
    public UpstreamClient For(ProviderModel provider)
    {
        if (_clients.TryGetValue(provider, out var known)) return known;
        var made = new UpstreamClient(provider, _builtIns.FirstOrDefault(builtIn => builtIn.Name == provider.BuiltIn), time);
        var kept = _clients.GetOrAdd(provider, made);
        if (!ReferenceEquals(kept, made)) made.Dispose();
        return kept;
    }

    /// <summary>Retires the clients of providers that a new configuration does not have.</summary>
    public void Keep(GatewayModel model)
    {
        // A new configuration is made of new objects, also where it says the same.
        foreach (var next in model.Providers.Values)
            if (_clients.FirstOrDefault(known => known.Key.ConnectsLike(next)).Value is { } shared) _clients.TryAdd(next, shared);
        var current = model.Providers.Values.ToHashSet(ReferenceEqualityComparer.Instance);
        foreach (var provider in _clients.Keys)
            if (!current.Contains(provider) && _clients.TryRemove(provider, out var client) && !_clients.Values.Contains(client))
                _retired.Enqueue((client, time.GetTimestamp(), provider.Timeouts.Total + TimeSpan.FromMinutes(1)));
        while (_retired.TryPeek(out var oldest) && time.GetElapsedTime(oldest.RetiredAt) > oldest.Linger && _retired.TryDequeue(out oldest))
            oldest.Client.Dispose();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var client in _clients.Values) client.Dispose();
        foreach (var (client, _, _) in _retired) client.Dispose();
    }
}
