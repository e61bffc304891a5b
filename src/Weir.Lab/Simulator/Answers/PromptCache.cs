using Weir.Lab.Simulator.Text;

namespace Weir.Lab.Simulator.Answers;

/// <summary>Remembers which beginnings of prompts were seen under which key; the least recently used leave.</summary>
internal sealed class PromptCache
{
    private const int Capacity = 1000;

    private readonly Lock _lock = new();
    private readonly Dictionary<ulong, LinkedListNode<ulong>> _known = [];
    private readonly LinkedList<ulong> _order = new();

    /// <summary>Whether the prefix is cached; it is from now on.</summary>
    public bool Touch(string model, CachedPrefix prefix)
    {
        var hash = StableHash.Add(StableHash.Add(StableHash.Add(StableHash.Start, prefix.Key), model), prefix.Text);
        lock (_lock)
        {
            if (_known.TryGetValue(hash, out var node))
            {
                _order.Remove(node);
                _order.AddFirst(node);
                return true;
            }

            _known[hash] = _order.AddFirst(hash);
            if (_known.Count > Capacity && _order.Last is { } oldest)
            {
                _known.Remove(oldest.Value);
                _order.RemoveLast();
            }
        }

        return false;
    }
}
