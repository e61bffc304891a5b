namespace Weir.Dialects.Tests.Pairs.Answers;

/// <summary>How a provider cuts its texts into events and in which order the calls go on: all of it random, and the same for the same seed.</summary>
internal sealed class Fragments(int seed, bool isWild)
{
    private readonly Random _random = new(seed);

    /// <summary>A JSON string, with whatever escapes.</summary>
    public string Quote(string text) => Js.Quote(text, isWild ? _random : null);

    /// <summary>The pieces of a text; cut between the halves of a surrogate pair only when wild.</summary>
    public IEnumerable<string> Cut(string text)
    {
        for (var start = 0; start < text.Length;)
        {
            var end = Math.Min(text.Length, start + _random.Next(1, isWild ? 6 : 20));
            if (!isWild && end < text.Length && char.IsLowSurrogate(text[end])) end++;
            yield return text[start..end];
            start = end;
        }
    }

    /// <summary>Lays several sequences of events into one: each stays in its order, and none begins before the one before it has.</summary>
    public IEnumerable<T> Weave<T>(IEnumerable<IEnumerable<T>> sequences)
    {
        var queues = sequences.Select(sequence => new Queue<T>(sequence)).ToList();
        var begun = 0;
        while (queues.Any(queue => queue.Count > 0))
        {
            var open = queues.Take(begun).Where(queue => queue.Count > 0).ToList();
            if (begun < queues.Count && (open.Count == 0 || _random.Next(4) == 0)) open = [queues[begun++]];
            yield return open[_random.Next(open.Count)].Dequeue();
        }
    }
}
