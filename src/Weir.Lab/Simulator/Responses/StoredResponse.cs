using System.Text.Json.Nodes;

namespace Weir.Lab.Simulator.Responses;

/// <summary>A response that was asked to be kept: its object, and all that was said up to it.</summary>
internal sealed record StoredResponse(string Id, ReadOnlyMemory<byte> Body, JsonArray Input, JsonArray Output)
{
    /// <summary>How far it is, where it is worked on in the background; else null.</summary>
    public BackgroundWork? Work { get; init; }

    /// <summary>Its object as it is at each point of that work; written at once, since the request that it repeats is gone later.</summary>
    public IReadOnlyDictionary<Progress, ReadOnlyMemory<byte>> States { get; init; } = new Dictionary<Progress, ReadOnlyMemory<byte>>();
}
