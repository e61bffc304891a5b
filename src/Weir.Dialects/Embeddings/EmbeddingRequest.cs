using Weir.Dialects.Conversations;
using Weir.Dialects.Json;

namespace Weir.Dialects.Embeddings;

/// <summary>What a client wants vectors of, free of any dialect: the small sibling of a <see cref="Conversation"/>. Made only where the client's dialect is not the upstream's.</summary>
public sealed class EmbeddingRequest
{
    /// <summary>Most texts of one request: as many as OpenAI takes. Each weighs much more in memory than in the body.</summary>
    private const int MostTexts = 2048;

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

    /// <summary>Whether another text is worth reading: there is no fault yet, and room for it; a fault when there is none.</summary>
    /// <param name="list">Where the texts stand.</param>
    public bool Continues(JsonCursor list)
    {
        if (Reading.Fault is not null) return false;
        if (Texts.Count < MostTexts) return true;
        list.Fail($"'{list.Path}' has more than {MostTexts:N0} texts: send fewer at a time.", "invalid_value");
        return false;
    }
}
