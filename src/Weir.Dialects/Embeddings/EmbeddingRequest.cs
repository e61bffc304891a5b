using Weir.Dialects.Conversations;
using Weir.Dialects.Json;

namespace Weir.Dialects.Embeddings;

/// <summary>What a client wants vectors of, free of any dialect: the small sibling of a <see cref="Conversation"/>. Made only where the client's dialect is not the upstream's.</summary>
public sealed class EmbeddingRequest
{
    /// <summary>Collects what the upstream cannot be told.</summary>
    public required RequestReading Reading { get; init; }

    /// <summary>The texts, in the order in which their vectors are wanted.</summary>
    public List<EmbeddingText> Texts { get; } = [];

    /// <summary>How many numbers a vector is to have; null leaves it to the model.</summary>
    public int? Dimensions { get; set; }

    /// <summary>How the client wants its vectors written.</summary>
    public VectorForm Form { get; set; }

    /// <summary>All other parameters. What a writer does not take becomes an omission.</summary>
    public Options Options { get; } = new();
}
