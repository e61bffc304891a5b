namespace Weir.Lab.Simulator.Chat;

/// <summary>What the answer cost. Completion tokens include the reasoning, prompt tokens include what was cached.</summary>
internal sealed record ChatUsage(int Prompt, int Cached, int Completion, int Reasoning, int Total)
{
    /// <summary>The same, falsified in one of the ways that providers have been seen to do it.</summary>
    public ChatUsage Falsify(string? how) => how switch
    {
        "negative" => this with { Completion = -1, Total = Prompt - 1 },
        "huge" => this with { Completion = 1_000_000_000, Total = Prompt },
        _ => this with { Completion = 1, Total = 1 },
    };
}
