using System.Text.Json;
using Weir.Dialects.Json;

namespace Weir.Dialects.Usage;

/// <summary>The usage of an answer of any provider, recognised by how its members are called.</summary>
public static class UsageBlock
{
    private static readonly string[] Gemini = ["promptTokenCount", "candidatesTokenCount", "totalTokenCount"];
    private static readonly string[] Anthropic = ["cache_creation_input_tokens", "cache_read_input_tokens", "cache_creation", "server_tool_use", "inference_geo", "iterations"];

    /// <summary>Reads a usage object, or an answer that has one.</summary>
    /// <param name="json">The object or the answer: of chat completions, responses, messages, Gemini or Converse, or what pictures and recordings are counted by.</param>
    /// <param name="usage">What it says was used.</param>
    /// <returns>The dialect whose words it uses; null when it is no usage, or one that makes no sense.</returns>
    public static Dialect? Read(JsonElement json, out TokenUsage usage)
    {
        usage = default;
        if (json.ValueKind != JsonValueKind.Object) return null;
        // The event that ends a stream of responses has the response in it; a message's first one the message.
        foreach (var inner in (ReadOnlySpan<string>)["response", "message"])
            if (json.TryGetProperty(inner, out var whole) && whole.ValueKind == JsonValueKind.Object && Read(whole, out usage) is { } found) return found;
        var isInside = json.TryGetProperty("usage", out var block) || json.TryGetProperty("usageMetadata", out block);
        if (!isInside) block = json;
        if (block.ValueKind != JsonValueKind.Object || !TryRead(block, out var dialect, out usage)) return null;
        var tier = isInside && (json.TryGetProperty("service_tier", out var told) || json.TryGetProperty("serviceTier", out told)) ? ServiceTiers.Read(RawJson.Of(told)) : ServiceTier.Unstated;
        usage = usage.Under(tier);
        return dialect;
    }

    private static bool TryRead(JsonElement block, out Dialect dialect, out TokenUsage usage)
    {
        var raw = RawJson.Of(block);
        dialect = DialectOf(block);
        return dialect switch
        {
            Dialect.Gemini => Dialects.Gemini.UsageReader.TryRead(raw, out usage),
            Dialect.Converse => Bedrock.UsageReader.TryRead(raw, out usage),
            Dialect.Messages => Dialects.Anthropic.UsageReader.TryRead(raw, out usage),
            _ => OpenAI.UsageReader.TryRead(raw, out usage),
        };
    }

    private static Dialect DialectOf(JsonElement block)
    {
        if (Gemini.Any(name => block.TryGetProperty(name, out _))) return Dialect.Gemini;
        if (block.TryGetProperty("inputTokens", out _)) return Dialect.Converse;
        if (Anthropic.Any(name => block.TryGetProperty(name, out _))) return Dialect.Messages;
        return block.TryGetProperty("input_tokens", out _) ? Dialect.Responses : Dialect.Chat;
    }
}
