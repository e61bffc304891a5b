namespace Weir.Lab.Simulator.Chat;

/// <summary>A call of a tool; the arguments in the pieces in which they are streamed.</summary>
internal sealed record ToolCall(string Id, string Name, IReadOnlyList<string> Arguments);
