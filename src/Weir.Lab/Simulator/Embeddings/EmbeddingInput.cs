namespace Weir.Lab.Simulator.Embeddings;

/// <summary>One text to embed, already taken apart.</summary>
internal sealed record EmbeddingInput(IReadOnlyList<string> Words, int Tokens);
