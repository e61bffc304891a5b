namespace Weir.Gateway.Hedging;

/// <summary>What is waited for. The times of one kind say nothing of another.</summary>
internal enum LatencyKind
{
    /// <summary>The first content of a stream.</summary>
    FirstToken,

    /// <summary>An answer that comes as a whole: the end of it, since nothing comes before.</summary>
    WholeAnswer,

    /// <summary>Embeddings.</summary>
    Vectors,
}
