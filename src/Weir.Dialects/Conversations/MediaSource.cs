using System.Text.Json;

namespace Weir.Dialects.Conversations;

/// <summary>Where the bytes of an image, file or recording are.</summary>
/// <param name="Url">A JSON string with an http or https (at Gemini also gs, at Bedrock s3) address, or null.</param>
/// <param name="Base64">The bytes themselves in base 64 as ASCII characters, proven valid and without line breaks; empty when there is an address.</param>
/// <param name="MediaType">Such as <c>image/png</c>, lower case; null when it is not known, which only an address may leave open.</param>
/// <param name="FileId">A JSON string: the provider's name of a file that was uploaded to it before; or null.</param>
public sealed record MediaSource(JsonElement? Url, ReadOnlyMemory<byte> Base64, string? MediaType, JsonElement? FileId = null)
{
    /// <summary>Whether the bytes came along.</summary>
    public bool IsInline => !Base64.IsEmpty;
}
