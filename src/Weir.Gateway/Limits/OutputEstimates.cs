namespace Weir.Gateway.Limits;

/// <summary>
/// How many tokens the answers of a model have for a tenant, as experience has it: a moving mean that gives a tenth to the newest.
/// Set aside by what clients allow at most (<c>max_tokens</c>), a third of a limit and more would stay unused. Safe for use by several threads.
/// </summary>
internal sealed class OutputEstimates
{
    /// <summary>Taken for an answer of a model that has given none.</summary>
    public const long Unknown = 256;

    /// <summary>No answer is taken for shorter.</summary>
    public const long Fewest = 16;

    /// <summary>Pairs of tenant and model that are remembered at the most.</summary>
    public const int Most = 20_000;

    private const double Newest = 0.1;

    private readonly Lock _lock = new();
    private Dictionary<(string Tenant, string Model), Mean> _young = [];
    private Dictionary<(string Tenant, string Model), Mean> _old = [];

    /// <summary>How many pairs are remembered, in no more than <see cref="Most"/>.</summary>
    public int Count
    {
        get
        {
            lock (_lock) return _young.Count + _old.Count;
        }
    }

    /// <summary>What to expect of an answer.</summary>
    /// <param name="tenant">Who asks.</param>
    /// <param name="model">The model or deployment that is asked.</param>
    /// <param name="maxTokens">The most that the answer may have, or null.</param>
    /// <returns>Tokens, 1 or more: the mean, or <paramref name="maxTokens"/> where that is less.</returns>
    public long Expected(string tenant, string model, long? maxTokens) => Bounded(MeanOf(tenant, model), maxTokens);

    /// <summary>Learns from an answer that was whole.</summary>
    /// <param name="tenant">Who asked.</param>
    /// <param name="model">The model or deployment that answered.</param>
    /// <param name="tokens">How many tokens it had, by the provider's own count, 0 or more.</param>
    public void Learn(string tenant, string model, long tokens)
    {
        lock (_lock)
        {
            // A tenant that is new is taken for one as the others.
            Find((tenant, model), orMake: true)!.Add(tokens);
            Find(("", model), orMake: true)!.Add(tokens);
        }
    }

    private double MeanOf(string tenant, string model)
    {
        lock (_lock) return (Find((tenant, model), orMake: false) ?? Find(("", model), orMake: false))?.Value ?? Unknown;
    }

    /// <summary>Those that are not used while as many others are as half of what is remembered are forgotten.</summary>
    private Mean? Find((string Tenant, string Model) pair, bool orMake)
    {
        if (_young.TryGetValue(pair, out var mean)) return mean;
        if (!_old.Remove(pair, out mean))
        {
            if (!orMake) return null;
            mean = new Mean();
        }
        if (_young.Count >= Most / 2) (_old, _young) = (_young, []);
        _young.Add(pair, mean);
        return mean;
    }

    private static long Bounded(double tokens, long? maxTokens) => Math.Min(Math.Max(Fewest, (long)Math.Round(tokens)), Math.Max(1, maxTokens ?? long.MaxValue));

    private sealed class Mean
    {
        private int _count;

        public double Value { get; private set; }

        /// <summary>The first ten count alike: a mean that began at the first alone would be ruled by it for long.</summary>
        public void Add(long tokens)
        {
            if (_count < 1 / Newest) _count++;
            Value += (tokens - Value) / _count;
        }
    }
}
