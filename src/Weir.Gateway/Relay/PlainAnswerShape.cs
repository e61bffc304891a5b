using System.Text;
using Weir.Dialects;
using Weir.Dialects.Json;
using Weir.Dialects.Usage;

namespace Weir.Gateway.Relay;

/// <summary>Where a dialect's plain answers hold what a relay learns from them.</summary>
internal sealed record PlainAnswerShape
{
    private const int LargestUsage = 4096;

    private static readonly PlainAnswerShape Chat = new()
    {
        // Counted where streams are counted in deltas.
        TextAt = ("message", 3), NoText = ["role", "id", "type"],
        UsageName = "usage", ModelName = "model", FinishAt = ("finish_reason", 3),
        TryReadUsage = Dialects.OpenAI.UsageReader.TryRead,
    };

    private static readonly PlainAnswerShape Responses = new()
    {
        TextAt = ("output", 1), NoText = ["type", "id", "status", "role", "call_id", "encrypted_content"],
        UsageName = "usage", ModelName = "model", FinishAt = ("status", 1),
        TryReadUsage = Dialects.OpenAI.UsageReader.TryRead,
    };

    private static readonly PlainAnswerShape Messages = new()
    {
        TextAt = ("content", 1), NoText = ["type", "id", "signature"],
        UsageName = "usage", ModelName = "model", FinishAt = ("stop_reason", 1),
        TryReadUsage = Dialects.Anthropic.UsageReader.TryRead,
    };

    private static readonly PlainAnswerShape Gemini = new()
    {
        TextAt = ("content", 3), NoText = ["role", "thoughtSignature"],
        UsageName = "usageMetadata", ModelName = "modelVersion", FinishAt = ("finishReason", 3),
        TryReadUsage = Dialects.Gemini.UsageReader.TryRead,
    };

    /// <summary>Not relayed to anybody; what came of one that was cut is counted.</summary>
    private static readonly PlainAnswerShape Converse = new()
    {
        TextAt = ("content", 3), NoText = ["toolUseId", "signature", "redactedContent"],
        UsageName = "usage", FinishAt = ("stopReason", 1),
        TryReadUsage = Dialects.Bedrock.UsageReader.TryRead,
    };

    /// <summary>Reads the dialect's usage object.</summary>
    public delegate bool UsageReading(ReadOnlySpan<byte> json, out TokenUsage usage);

    public required UsageReading TryReadUsage { get; init; }

    private (string Name, int Depth) TextAt { get; init; }

    private string[] NoText { get; init; } = [];

    private string UsageName { get; init; } = "";

    private string ModelName { get; init; } = "";

    private (string Name, int Depth) FinishAt { get; init; }

    /// <summary>The shape of a dialect's answers.</summary>
    public static PlainAnswerShape Of(Dialect dialect) => dialect switch
    {
        Dialect.Responses => Responses,
        Dialect.Messages => Messages,
        Dialect.Gemini => Gemini,
        Dialect.Converse => Converse,
        _ => Chat,
    };

    /// <summary>Counts the answer's text.</summary>
    public JsonText Text() => new(Bytes(TextAt.Name), TextAt.Depth, [.. NoText.Select(name => (ReadOnlyMemory<byte>)Bytes(name))]);

    public JsonMember Usage() => new(Bytes(UsageName), 1, LargestUsage);

    public JsonMember Model() => new(Bytes(ModelName), 1);

    /// <summary>The service tier, where the usage does not say it itself.</summary>
    public static JsonMember Tier() => new("service_tier"u8.ToArray(), 1);

    public JsonMember Finish() => new(Bytes(FinishAt.Name), FinishAt.Depth);

    private static byte[] Bytes(string name) => Encoding.UTF8.GetBytes(name);
}
