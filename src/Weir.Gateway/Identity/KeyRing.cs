using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Weir.Gateway.Anomalies.Holds;
using Weir.Gateway.Model;
using Weir.Gateway.Storage;

namespace Weir.Gateway.Identity;

/// <summary>All keys that are good, in memory: those of the configuration and those of the database.</summary>
internal sealed class KeyRing : IAsyncDisposable
{
    // By model rather than "the last model": calls of the old and the new configuration overlap after a reload.
    private readonly ConditionalWeakTable<GatewayModel, Dictionary<KeyHash, KeyModel>> _configured = [];
    private readonly KeyWatch _watch;

    private KeyRing(KeyWatch watch) => _watch = watch;

    /// <summary>Reads the keys and starts watching for changes by other processes.</summary>
    /// <exception cref="StorageException">The keys cannot be read.</exception>
    public static KeyRing Open(Database database, TimeProvider time, ILogger<KeyRing>? logger = null) =>
        new(new KeyWatch(database, time, logger ?? NullLogger<KeyRing>.Instance));

    /// <summary>Looks a key up. Takes no lock and allocates nothing. The configuration's keys come before the database's.</summary>
    public bool TryFind(GatewayModel model, KeyHash hash, [NotNullWhen(true)] out KeyModel? key)
    {
        if (!_configured.TryGetValue(model, out var configured)) configured = _configured.GetValue(model, Index);
        return configured.TryGetValue(hash, out key) || _watch.Keys.TryGetValue(hash, out key);
    }

    /// <summary>What holds a key back, or null. Takes no lock and allocates nothing.</summary>
    public HoldState? HoldOf(KeyModel key) => _watch.Holds is { Count: > 0 } holds && holds.TryGetValue(key.Id, out var hold) ? hold : null;

    /// <summary>
    /// Looks into the database for keys made since the last look; ask when a key is unknown, then look it up again. Everybody
    /// who asks meanwhile shares one look, and there are at most 20 a second, so that a flood of bad keys costs nothing.
    /// Never throws: when the database cannot be read, the key stays unknown.
    /// </summary>
    public ValueTask RefreshAsync() => new(_watch.LookAsync());

    /// <summary>Ends with the next look, whoever asked for it.</summary>
    internal Task NextLookAsync() => _watch.NextLookAsync();

    public ValueTask DisposeAsync() => _watch.DisposeAsync();

    private static Dictionary<KeyHash, KeyModel> Index(GatewayModel model)
    {
        var keys = new Dictionary<KeyHash, KeyModel>(model.Keys.Count);
        foreach (var key in model.Keys) keys[key.Hash] = key;
        return keys;
    }
}
