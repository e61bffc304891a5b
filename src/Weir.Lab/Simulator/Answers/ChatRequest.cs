using System.Text.Json;

namespace Weir.Lab.Simulator.Answers;

/// <summary>A valid request to say something, in whatever dialect it came.</summary>
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

    public double? Temperature { get; init; }

    public double? TopP { get; init; }

    public int? TopK { get; init; }

    public double? FrequencyPenalty { get; init; }

    public double? PresencePenalty { get; init; }

    public bool Logprobs { get; init; }

    public int TopLogprobs { get; init; }

    public long? Seed { get; init; }

    public string? Verbosity { get; init; }

    public string? ReasoningEffort { get; init; }

    /// <summary>Tokens of thought, 0 for none, in the dialects that count them; goes before <see cref="ReasoningEffort"/>.</summary>
    public int? ThinkingBudget { get; init; }

    /// <summary>Thinking was not switched on, whatever the effort.</summary>
    public bool NeverThinks { get; init; }

    /// <summary>The thinking is done and signed, and its text is kept back.</summary>
    public bool HidesThinking { get; init; }

    public string ServiceTier { get; init; } = "default";

    /// <summary>The beginning of the prompt that the provider is asked to keep, null for none.</summary>
    public CachedPrefix? Prefix { get; init; }

    public AnswerFormat Format { get; init; }

    public JsonElement? Schema { get; init; }

    /// <summary>What the dialect calls the parameter that holds <see cref="Schema"/>.</summary>
    public string FormatName { get; init; } = "response_format";

    public ToolMode ToolMode { get; init; }

    /// <summary>The tools that this turn may call.</summary>
    public IReadOnlyList<ToolDefinition> Tools { get; init; } = [];

    public bool ParallelToolCalls { get; init; } = true;

    /// <summary>A prompt over the model's window is cut by the provider instead of refused.</summary>
    public bool Truncates { get; init; }

    /// <summary>The message that is answered: the last one, but for what system or developer add behind it (some agents do).</summary>
    public ChatMessage Answered => Messages.LastOrDefault(message => !message.IsSystem) ?? Messages[^1];

    /// <summary>The text of the last message of the user, empty when there is none.</summary>
    public string LastUserText => Messages.LastOrDefault(message => message.Role == "user")?.Text ?? "";

    /// <summary>Everything that the system and the developer said.</summary>
    public string SystemText => string.Join("\n\n", Messages.Where(message => message.IsSystem).Select(message => message.Text));
}
