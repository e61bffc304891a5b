using System.Collections.Concurrent;
using Weir.Gateway.Storage;

namespace Weir.Gateway.Responses;

/// <summary>
/// How many bytes of responses each tenant holds. The database has the truth (<c>response_bytes</c>); this is what is asked for
/// every call, so that none waits for the disk. It may say too much, where a response took another one's place, and never too
/// little for long; nobody is refused before the database was asked.
/// </summary>
internal sealed class ResponseQuota
{
    private readonly Lock _gate = new();
    private readonly ResponseStore _store;
    private readonly ConcurrentDictionary<string, long> _held = new(StringComparer.Ordinal);

    /// <summary>Reads what is held.</summary>
    /// <exception cref="StorageException">The database cannot be read.</exception>
    public ResponseQuota(ResponseStore store)
    {
        _store = store;
        // What was done is done, whether it can be counted now or later.
        store.Changed = () => Read();
        Refresh();
    }

    /// <summary>Whether a tenant seems to hold as much as it may.</summary>
    public bool IsReached(string tenant, long limit) => _held.TryGetValue(tenant, out var held) && held >= limit;

    /// <summary>Asks the database what a tenant holds.</summary>
    /// <returns>The bytes, when they are as many as it may hold; else null.</returns>
    public async ValueTask<long?> ExcessAsync(string tenant, long limit)
    {
        await Task.Run(Refresh);
        return _held.TryGetValue(tenant, out var held) && held >= limit ? held : null;
    }

    /// <summary>Counts a response that was written.</summary>
    public void Add(StoredResponse response) => Add(response.Tenant, response.Bytes);

    /// <summary>What every tenant holds, as the database says; while it cannot be asked, what was known last.</summary>
    public IEnumerable<KeyValuePair<string, long>> Read()
    {
        try
        {
            Refresh();
        }
        catch (StorageException)
        {
            // A scrape that failed for this would hide what else is wrong.
        }
        return _held;
    }

    /// <summary>Corrects what is known by its distance from the truth: what is added meanwhile stays added.</summary>
    private void Refresh()
    {
        lock (_gate)
        {
            var before = new Dictionary<string, long>(_held, StringComparer.Ordinal);
            var truth = _store.HeldBytes();
            foreach (var tenant in truth.Keys.Union(before.Keys)) Add(tenant, truth.GetValueOrDefault(tenant) - before.GetValueOrDefault(tenant));
        }
    }

    private void Add(string tenant, long bytes) => _held.AddOrUpdate(tenant, static (_, more) => more, static (_, held, more) => held + more, bytes);
}
