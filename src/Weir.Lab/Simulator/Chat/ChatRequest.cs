using System.Text.Json;

namespace Weir.Lab.Simulator.Chat;

/// <summary>A valid chat request.</summary>
internal sealed record ChatRequest
{
    public required JsonElement Root { get; init; }

    public required string Model { get; init; }

    public required ModelProfile Profile { get; init; }

    public required IReadOnlyList<ChatMessage> Messages { get; init; }

    public required int PromptTokens { get; init; }

    public bool Stream { get; init; }

    public bool IncludeUsage { get; init; }

    public bool IncludeObfuscation { get; init; }

    public int Choices { get; init; } = 1;

    public int? MaxTokens { get; init; }

    public IReadOnlyList<string> Stops { get; init; } = [];

    public bool Logprobs { get; init; }

    public int TopLogprobs { get; init; }

    public long? Seed { get; init; }

    public string? Verbosity { get; init; }

    public string? ReasoningEffort { get; init; }

    public string ServiceTier { get; init; } = "default";

    public string? PromptCacheKey { get; init; }

    public AnswerFormat Format { get; init; }

    public JsonElement? Schema { get; init; }

    public ToolMode ToolMode { get; init; }

    /// <summary>The tools that this turn may call.</summary>
    public IReadOnlyList<ToolDefinition> Tools { get; init; } = [];

    public bool ParallelToolCalls { get; init; } = true;

    /// <summary>The text of the last message of the user, empty when there is none.</summary>
    public string LastUserText => Messages.LastOrDefault(message => message.Role == "user")?.Text ?? "";
}
