namespace Weir.Lab.Simulator.Chat;

/// <summary>Everything that will be said, decided before the first byte is sent: plain and streamed answers cannot differ.</summary>
internal sealed record ChatAnswer(string Id, long Created, ChatRequest Request, IReadOnlyList<ChatChoice> Choices, ChatUsage? Usage)
{
    /// <summary>The longest choice; choices are generated side by side.</summary>
    public int Steps => Choices.Max(choice => choice.TokenCount);
}
