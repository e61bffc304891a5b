namespace Weir.Lab.Simulator.Answers;

/// <summary>
/// A call of a tool; the arguments in the pieces in which they are streamed. The key makes the identifier unique; each dialect
/// puts its own prefix before it.
/// </summary>
internal sealed record ToolCall(string Key, string Name, IReadOnlyList<string> Arguments)
{
    public string Id => "call_" + Key;

    /// <summary>The arguments as one JSON text; broken off when the limit of tokens cut them.</summary>
    public string Json => string.Concat(Arguments);
}
