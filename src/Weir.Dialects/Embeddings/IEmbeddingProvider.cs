using System.Buffers;
using System.Diagnostics.CodeAnalysis;

namespace Weir.Dialects.Embeddings;

/// <summary>A way in which providers are asked for embeddings: requests are written in it, answers read.</summary>
public interface IEmbeddingProvider
{
    /// <summary>Writes a request. What cannot be said is noted in the request's <see cref="EmbeddingRequest.Reading"/> as an omission; the caller then decides whether it is sent at all.</summary>
    /// <param name="request">The request.</param>
    /// <param name="model">The model's name at the provider.</param>
    /// <param name="output">Where it is written.</param>
    void Write(EmbeddingRequest request, string model, IBufferWriter<byte> output);

    /// <summary>Reads an answer.</summary>
    /// <param name="body">What the provider sent.</param>
    /// <param name="texts">How many vectors were asked for.</param>
    /// <param name="answer">The vectors, or null.</param>
    /// <returns>False when it is no answer in this dialect, or has not one vector for every text.</returns>
    bool TryRead(ReadOnlyMemory<byte> body, int texts, [NotNullWhen(true)] out EmbeddingAnswer? answer);
}
