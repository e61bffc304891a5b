using System.Buffers;
using Weir.Dialects.Json;

namespace Weir.Dialects.Embeddings;

/// <summary>A way in which clients ask for embeddings: requests are read in it, answers written.</summary>
public interface IEmbeddingClient
{
    /// <summary>Reads a request. Faults and omissions are noted in the cursor's <see cref="RequestReading"/>; with a fault, what is returned is good for nothing.</summary>
    EmbeddingRequest Read(JsonCursor request);

    /// <summary>Writes an answer as one JSON object.</summary>
    /// <param name="answer">The vectors, one for every text; its usage is known.</param>
    /// <param name="form">How the client wants them.</param>
    /// <param name="model">The model that answers, where the provider does not say.</param>
    /// <param name="output">Where it is written.</param>
    void Write(EmbeddingAnswer answer, VectorForm form, string model, IBufferWriter<byte> output);
}
