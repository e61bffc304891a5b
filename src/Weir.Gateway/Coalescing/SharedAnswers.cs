using System.Collections.Concurrent;

namespace Weir.Gateway.Coalescing;

/// <summary>The answers that are under way and can be joined. Never more than there are calls.</summary>
internal sealed class SharedAnswers
{
    private readonly ConcurrentDictionary<AnswerKey, SharedAnswer> _underWay = new();

    /// <summary>How many there are.</summary>
    public int Count => _underWay.Count;

    /// <summary>How many clients wait for one of them.</summary>
    public int Waiting => _underWay.Values.Sum(answer => answer.Waiting);

    /// <summary>Joins the answer under way, or puts one's own there for others to join.</summary>
    /// <param name="key">What is asked for.</param>
    /// <param name="own">The answer that the caller is going to get, if there is none to join. Those who come later are given it rather than one that does not go as early, or may not take as long.</param>
    /// <returns>A place in another's answer; null where the caller's own is there now.</returns>
    public SharedReader? JoinOrLead(AnswerKey key, SharedAnswer own)
    {
        while (true)
        {
            var found = _underWay.GetOrAdd(key, own);
            if (found == own) return null;
            if (!found.IsAsGoodAs(own))
            {
                if (_underWay.TryUpdate(key, own, found)) return null;
                continue;
            }
            if (found.TryJoin() is { } reader) return reader;
            Remove(key, found);
        }
    }

    /// <summary>Takes an answer away, unless another has taken its place.</summary>
    public void Remove(AnswerKey key, SharedAnswer answer) => _underWay.TryRemove(new KeyValuePair<AnswerKey, SharedAnswer>(key, answer));
}
