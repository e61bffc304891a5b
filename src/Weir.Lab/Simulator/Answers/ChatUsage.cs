namespace Weir.Lab.Simulator.Answers;

/// <summary>What the answer cost. Completion tokens include the reasoning, prompt tokens include what was read from or written to the cache.</summary>
internal sealed record ChatUsage(int Prompt, int Cached, int Completion, int Reasoning, int Total)
{
    /// <summary>Prompt tokens that were written to the cache.</summary>
    public int CacheWritten { get; init; }

    /// <summary>Prompt tokens that the cache had no part in: what Anthropic and Bedrock call input.</summary>
    public int Uncached => Prompt - Cached - CacheWritten;

    /// <summary>The same, falsified in one of the ways that providers have been seen to do it.</summary>
    public ChatUsage Falsify(string? how) => how switch
    {
        "negative" => this with { Completion = -1, Total = Prompt - 1 },
        "huge" => this with { Completion = 1_000_000_000, Total = Prompt },
        _ => this with { Completion = 1, Total = 1 },
    };
}
