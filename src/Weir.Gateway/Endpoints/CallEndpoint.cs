namespace Weir.Gateway.Endpoints;

/// <summary>A route of the gateway that is answered by an upstream.</summary>
/// <param name="Name">As the ledger and metrics name it.</param>
/// <param name="Path">Where clients post to.</param>
/// <param name="UpstreamPath">Where the upstream is posted to, relative to its base address.</param>
/// <param name="Streams">Whether an answer may be a stream of events.</param>
internal sealed record CallEndpoint(string Name, string Path, string UpstreamPath, bool Streams)
{
    /// <summary>Whether the answer is made of output tokens; an embedding costs its input alone.</summary>
    public bool HasOutput { get; init; } = true;

    public static readonly CallEndpoint ChatCompletions = new("chat.completions", "/v1/chat/completions", "/chat/completions", true);

    public static readonly CallEndpoint Embeddings = new("embeddings", "/v1/embeddings", "/embeddings", false) { HasOutput = false };

    /// <summary>Every call endpoint there is.</summary>
    public static readonly IReadOnlyList<CallEndpoint> All = [ChatCompletions, Embeddings];
}
