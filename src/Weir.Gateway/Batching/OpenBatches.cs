using System.Collections.Concurrent;
using Weir.Gateway.Model;

namespace Weir.Gateway.Batching;

/// <summary>The batches that can be joined: never more than there are calls.</summary>
internal sealed class OpenBatches(TimeProvider time)
{
    /// <summary>Pairs of tenant and model whose calls are watched by themselves; those beyond are watched together.</summary>
    private const int MostWatched = 10_000;

    private readonly ConcurrentDictionary<BatchKey, Batch> _open = new();
    private readonly ConcurrentDictionary<(string Tenant, string Model), Company> _watched = new();
    private readonly Company _others = new();

    /// <summary>How many calls wait for others.</summary>
    public int Waiting => _open.Values.Sum(batch => batch.Waiting);

    /// <summary>Joins a batch, or opens one for others to join.</summary>
    /// <param name="key">What they have to have in common with the call.</param>
    /// <param name="limits">How large a batch may become.</param>
    /// <param name="member">The call.</param>
    /// <param name="isOwn">Whether the batch was opened by it, and is to be sent by whoever asks.</param>
    /// <returns>Null where nobody else is to be expected.</returns>
    public Batch? Join(BatchKey key, BatchModel limits, BatchMember member, out bool isOwn)
    {
        isOwn = false;
        var isLikely = CompanyOf(member).IsLikely(time.GetElapsedTime(0), limits.Wait);
        while (true)
        {
            if (_open.TryGetValue(key, out var found))
            {
                if (found.TryJoin(member)) return found;
                Remove(found);
                continue;
            }
            if (!isLikely) return null;
            var own = new Batch(key, limits, member, time);
            isOwn = _open.TryAdd(key, own);
            if (isOwn) return own;
            // Another call was faster.
            own.Close();
        }
    }

    /// <summary>Takes a batch away that is going to be sent, unless another has taken its place.</summary>
    public void Remove(Batch batch) => _open.TryRemove(new KeyValuePair<BatchKey, Batch>(batch.Key, batch));

    /// <summary>How close together the calls come among which this one is.</summary>
    public Company CompanyOf(BatchMember member)
    {
        var who = (member.Call.Key!.Tenant, member.Call.Route!.Name);
        if (_watched.TryGetValue(who, out var known)) return known;
        // Counted only here: Count locks the whole dictionary.
        return _watched.Count < MostWatched ? _watched.GetOrAdd(who, static _ => new Company()) : _others;
    }
}
