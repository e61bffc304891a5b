using System.Text.Json;

namespace Weir.Testing;

/// <summary>What a client saw of one call.</summary>
internal sealed record Answer(int Status, IReadOnlyDictionary<string, string> Headers, string Body, bool IsBrokenOff = false)
{
    public string RequestId => Headers["x-request-id"];

    public JsonElement Json => JsonDocument.Parse(Body).RootElement;

    /// <summary>The error object's member of the given name.</summary>
    public string? Error(string member) => Json.GetProperty("error").GetProperty(member).GetString();

    /// <summary>The payloads of a streamed answer.</summary>
    public IReadOnlyList<string> Events =>
        [.. Body.Split("\n\n", StringSplitOptions.RemoveEmptyEntries).Select(text => text["data: ".Length..])];
}
