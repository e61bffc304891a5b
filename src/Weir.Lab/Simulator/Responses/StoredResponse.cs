using System.Text.Json.Nodes;

namespace Weir.Lab.Simulator.Responses;

/// <summary>A response that was asked to be kept: its object, and all that was said up to it.</summary>
internal sealed record StoredResponse(string Id, ReadOnlyMemory<byte> Body, JsonArray Input, JsonArray Output);
