namespace Weir.Dialects.Needs;

/// <summary>What a request needs of the model that answers it.</summary>
/// <param name="Tools">It names tools that the model may call.</param>
/// <param name="Images">It holds a picture.</param>
/// <param name="Audio">It holds a recording, or asks for one.</param>
/// <param name="Files">It holds a document, a video or another file.</param>
/// <param name="Schema">The answer has to keep to a JSON Schema.</param>
public readonly record struct RequestNeeds(bool Tools, bool Images, bool Audio, bool Files, bool Schema)
{
    /// <summary>Bytes of the texts, tools and schemas that the model reads, as they are escaped; the bytes of media are not among them.</summary>
    public long TextBytes { get; init; }

    /// <summary>How many pictures, recordings and files there are.</summary>
    public int Media { get; init; }

    /// <summary>How many tokens the answer may have, or null when the request does not say.</summary>
    public long? MaxOutputTokens { get; init; }
}
