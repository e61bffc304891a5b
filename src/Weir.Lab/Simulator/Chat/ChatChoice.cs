namespace Weir.Lab.Simulator.Chat;

/// <summary>One of the <c>n</c> answers: text in tokens, or calls of tools.</summary>
internal sealed record ChatChoice(int Index, IReadOnlyList<string> Tokens, IReadOnlyList<ToolCall> Calls, string FinishReason)
{
    /// <summary>The name and frame of a call count as one token.</summary>
    public int TokenCount => Tokens.Count + Calls.Sum(call => 1 + call.Arguments.Count);
}
