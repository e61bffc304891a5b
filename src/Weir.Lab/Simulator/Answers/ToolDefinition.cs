using System.Text.Json;

namespace Weir.Lab.Simulator.Answers;

/// <summary>A declared function.</summary>
internal sealed record ToolDefinition(string Name, JsonElement? Parameters);
