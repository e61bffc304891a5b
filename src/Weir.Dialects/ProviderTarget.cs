namespace Weir.Dialects;

/// <summary>What a writer of requests has to know of the model that it writes to.</summary>
public sealed record ProviderTarget
{
    /// <summary>The model's name at the provider.</summary>
    public required string Model { get; init; }

    /// <summary>Most output tokens to ask for where the dialect wants a limit and the client set none.</summary>
    public int MaxOutputTokens { get; init; } = 8192;

    /// <summary>The member of a chat request that limits the output: <c>max_completion_tokens</c> at OpenAI, <c>max_tokens</c> at most others.</summary>
    public string MaxTokensMember { get; init; } = "max_completion_tokens";

    /// <summary>How the conversation's last turn, which is the model's, is marked as the beginning of the answer; <see cref="PrefillStyle.None"/> where it is none.</summary>
    public PrefillStyle Prefill { get; init; }
}
