using System.Text.Json;

namespace Weir.Lab.Simulator.Chat;

/// <summary>A declared function.</summary>
internal sealed record ToolDefinition(string Name, JsonElement? Parameters);
