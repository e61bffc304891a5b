namespace Weir.Gateway.Ledger;

/// <summary>What a call or an attempt is made for, above all whether somebody waits for it. Stored by name (<see cref="OriginNames"/>).</summary>
internal enum Origin
{
    /// <summary>Somebody waits for the answer. Every call that says nothing else.</summary>
    Interactive,

    /// <summary>Work that nobody waits for, as it comes: summaries, indexing, agents that run by themselves.</summary>
    Background,

    /// <summary>Work that is done in bulk.</summary>
    Batch,

    /// <summary>To find out how good a model or a prompt is.</summary>
    Evaluation,

    /// <summary>A copy of another call, whose answer nobody is given.</summary>
    Shadow,

    /// <summary>Vectors that are computed again for texts that had some.</summary>
    EmbeddingRefresh,

    /// <summary>An attempt after one that came to nothing. No call is one.</summary>
    Retry,

    /// <summary>An attempt beside one that was late. No call is one.</summary>
    Hedge,
}
