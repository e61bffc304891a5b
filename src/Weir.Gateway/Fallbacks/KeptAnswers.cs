using Weir.Gateway.Calls;
using Weir.Gateway.Coalescing;

namespace Weir.Gateway.Fallbacks;

/// <summary>
/// The last whole answers to requests that would be answered the same again, in memory, by tenant and request. Bounded by their
/// bytes (<c>limits.cached_answers</c>): the oldest make room.
/// </summary>
internal sealed class KeptAnswers(TimeProvider time)
{
    private readonly Lock _gate = new();
    private readonly Dictionary<AnswerKey, LinkedListNode<(AnswerKey Key, KeptAnswer Answer)>> _byKey = [];
    private readonly LinkedList<(AnswerKey Key, KeptAnswer Answer)> _oldestFirst = [];

    /// <summary>Bytes of all bodies.</summary>
    public long Bytes { get; private set; }

    /// <summary>Keeps an answer; an earlier one to the same goes.</summary>
    /// <param name="call">Whose answer it is; its model says for how long any is kept.</param>
    /// <param name="key">What was asked.</param>
    /// <param name="head">What it began with.</param>
    /// <param name="body">All of its bytes.</param>
    public void Keep(Call call, AnswerKey key, SharedHead head, byte[] body)
    {
        var limit = call.Model.Limits.CachedAnswers;
        if (body.Length > limit) return;
        var now = time.GetUtcNow();
        var describing = head.Headers.Where(header => header.Key.ToLowerInvariant() is "content-type" or "content-encoding" or "x-weir-dropped" or "x-weir-left-out" or "x-weir-estimated").ToArray();
        var node = new LinkedListNode<(AnswerKey, KeptAnswer)>((key, new KeptAnswer(now, now + call.Route!.CachedAnswer!.Value, head.Status, describing, head.IsStream, body)));
        lock (_gate)
        {
            if (_byKey.TryGetValue(key, out var earlier)) Remove(earlier);
            _byKey.Add(key, node);
            _oldestFirst.AddLast(node);
            Bytes += body.Length;
            while (_oldestFirst.First is { } oldest && (Bytes > limit || oldest.Value.Answer.ExpiresAt <= now)) Remove(oldest);
        }
    }

    /// <summary>Finds an answer that is no older than a call's model allows.</summary>
    /// <returns>Null when there is none.</returns>
    public KeptAnswer? Find(Call call, AnswerKey key)
    {
        lock (_gate)
        {
            if (!_byKey.TryGetValue(key, out var node)) return null;
            var (now, kept) = (time.GetUtcNow(), node.Value.Answer);
            if (now < kept.ExpiresAt && now - kept.KeptAt <= call.Route!.CachedAnswer) return kept;
            Remove(node);
            return null;
        }
    }

    private void Remove(LinkedListNode<(AnswerKey Key, KeptAnswer Answer)> node)
    {
        _oldestFirst.Remove(node);
        _byKey.Remove(node.Value.Key);
        Bytes -= node.Value.Answer.Body.Length;
    }
}
