namespace Weir.Lab.Simulator.Answers;

/// <summary>One of the <c>n</c> answers: text in tokens, or calls of tools.</summary>
internal sealed record ChatChoice(int Index, IReadOnlyList<string> Tokens, IReadOnlyList<ToolCall> Calls, string FinishReason)
{
    /// <summary>What was thought before; OpenAI's chat keeps it to itself.</summary>
    public IReadOnlyList<string> Thinking { get; init; } = [];

    /// <summary>The sequence that ended the text, null when none did.</summary>
    public string? StopSequence { get; init; }

    public string Text => string.Concat(Tokens);

    public string ThinkingText => string.Concat(Thinking);

    /// <summary>What is said, without the thinking. The name and frame of a call count as one token.</summary>
    public int TokenCount => Tokens.Count + Calls.Sum(call => 1 + call.Arguments.Count);
}
