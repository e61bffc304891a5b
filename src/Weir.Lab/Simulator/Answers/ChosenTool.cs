namespace Weir.Lab.Simulator.Answers;

/// <summary>A tool that is about to be called.</summary>
/// <param name="Tool">The tool.</param>
/// <param name="Arguments">A JSON object with the arguments that the user demands; null to make some up that fit the schema.</param>
internal sealed record ChosenTool(ToolDefinition Tool, string? Arguments = null);
