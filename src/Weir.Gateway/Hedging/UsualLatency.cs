using Weir.Statistics;

namespace Weir.Gateway.Hedging;

/// <summary>
/// How long one deployment usually takes until it answers, by kind of answer and by size of the request: a long prompt is not late
/// when it takes as long as long prompts do. Safe for use by several threads.
/// </summary>
internal sealed class UsualLatency
{
    /// <summary>Times that have to be known of a size before anything can be called late; the 95th percentile of fewer is a guess.</summary>
    public const int FewestKnown = 30;

    /// <summary>Times after which older ones fade, so that a deployment which has become slower is soon known to be.</summary>
    private const int Memory = 500;

    /// <summary>Tokens of the smallest size; each of the others goes up to four times as many as the one before.</summary>
    private const long Smallest = 64;

    /// <summary>Up to 64, 256, 1,024 … 262,144 tokens, and more.</summary>
    private const int Sizes = 8;

    private readonly Lock _lock = new();
    private readonly LatencyQuantiles?[,] _known = new LatencyQuantiles?[Enum.GetValues<LatencyKind>().Length, Sizes];

    /// <summary>
    /// The time after which an answer is late: the 95th percentile (J. Dean and L. A. Barroso, "The Tail at Scale", CACM 56/2, 2013),
    /// and no less than twice the median, where times hardly differ.
    /// </summary>
    /// <param name="kind">What is waited for.</param>
    /// <param name="tokens">The size of the request, estimated.</param>
    /// <returns>Null while too little is known.</returns>
    public TimeSpan? LateAfter(LatencyKind kind, long tokens)
    {
        lock (_lock) return LateAfter(_known[(int)kind, SizeOf(tokens)]);
    }

    /// <summary>Learns from an answer.</summary>
    public void Add(LatencyKind kind, long tokens, TimeSpan took)
    {
        lock (_lock) (_known[(int)kind, SizeOf(tokens)] ??= new LatencyQuantiles(Memory)).Add(took);
    }

    /// <summary>
    /// Learns from an attempt that was stopped before it had answered. Left out, the slowest would be missing and the limit sink.
    /// What was late already can be counted as it is: it lies above the percentile whatever it would have come to. Of what was not,
    /// nothing is known.
    /// </summary>
    public void AddAtLeast(LatencyKind kind, long tokens, TimeSpan took)
    {
        lock (_lock)
        {
            var known = _known[(int)kind, SizeOf(tokens)];
            if (LateAfter(known) <= took) known!.Add(took);
        }
    }

    private static TimeSpan? LateAfter(LatencyQuantiles? known)
    {
        if (known is not { Count: >= FewestKnown } || known.Quantile(0.95) is not { } usual || known.Quantile(0.5) is not { } median) return null;
        return usual > 2 * median ? usual : 2 * median;
    }

    private static int SizeOf(long tokens)
    {
        var size = 0;
        for (var most = Smallest; tokens > most && size < Sizes - 1; most *= 4) size++;
        return size;
    }
}
