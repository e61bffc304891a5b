namespace Weir.Dialects.Embeddings;

/// <summary>How a vector is written in an answer.</summary>
public enum VectorForm
{
    /// <summary>A list of numbers.</summary>
    Numbers,

    /// <summary>A text: the numbers as little-endian 32-bit floats, in base64.</summary>
    Base64,
}
