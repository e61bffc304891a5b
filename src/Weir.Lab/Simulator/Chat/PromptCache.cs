using Weir.Lab.Simulator.Text;

namespace Weir.Lab.Simulator.Chat;

/// <summary>Remembers which first messages were seen under which <c>prompt_cache_key</c>; the least recently used leave.</summary>
internal sealed class PromptCache
{
    private const int Capacity = 1000;

    private readonly Lock _lock = new();
    private readonly Dictionary<ulong, LinkedListNode<ulong>> _known = [];
    private readonly LinkedList<ulong> _order = new();

    /// <summary>How many prompt tokens are cached; the prompt is cached from now on.</summary>
    public int Touch(ChatRequest request)
    {
        if (request.PromptCacheKey is not { } key)
            return 0;
        var first = request.Messages[0];
        var hash = StableHash.Add(StableHash.Add(StableHash.Add(StableHash.Start, key), request.Model), first.Text);
        lock (_lock)
        {
            if (_known.TryGetValue(hash, out var node))
            {
                _order.Remove(node);
                _order.AddFirst(node);
                return first.Tokens;
            }

            _known[hash] = _order.AddFirst(hash);
            if (_known.Count > Capacity && _order.Last is { } oldest)
            {
                _known.Remove(oldest.Value);
                _order.RemoveLast();
            }
        }

        return 0;
    }
}
