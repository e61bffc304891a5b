using System.Text.Json;

namespace Weir.Lab.Simulator.Answers;

/// <summary>A declared function.</summary>
internal sealed record ToolDefinition(string Name, JsonElement? Parameters)
{
    /// <summary>The group that it stands in, in the one dialect that has groups; null for none.</summary>
    public string? Namespace { get; init; }
}
