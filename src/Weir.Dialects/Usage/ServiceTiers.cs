using System.Text.Json;

namespace Weir.Dialects.Usage;

/// <summary>Service tiers by the words that providers, books and the ledger use for them.</summary>
public static class ServiceTiers
{
    /// <summary>The one word that Weir uses itself; null for <see cref="ServiceTier.Unstated"/>.</summary>
    public static string? NameOf(ServiceTier tier) => tier switch
    {
        ServiceTier.Unstated => null,
        ServiceTier.Standard => "standard",
        ServiceTier.Batch => "batch",
        ServiceTier.Flex => "flex",
        ServiceTier.Priority => "priority",
        ServiceTier.Fast => "fast",
        ServiceTier.Other => "other",
        _ => throw new ArgumentOutOfRangeException(nameof(tier), tier, "no such tier"),
    };

    /// <summary>Reads <see cref="NameOf"/> back; null is <see cref="ServiceTier.Unstated"/>.</summary>
    /// <returns>False when no tier has this name.</returns>
    public static bool TryParse(string? name, out ServiceTier tier)
    {
        foreach (var candidate in Enum.GetValues<ServiceTier>())
        {
            if (NameOf(candidate) != name) continue;
            tier = candidate;
            return true;
        }
        tier = default;
        return false;
    }

    /// <summary>The tier of an answer that says it beside its usage: <c>service_tier</c> at OpenAI, an object with <c>type</c> at Bedrock.</summary>
    /// <param name="json">The raw value of the member; empty when there is none.</param>
    public static ServiceTier Read(ReadOnlySpan<byte> json)
    {
        json = json.Trim(" \t\r\n"u8);
        if (json.Length > 2 && json[0] == '"') return OfWord(json[1..^1]);
        if (json.IsEmpty || json[0] != '{') return ServiceTier.Unstated;
        try
        {
            var reader = new Utf8JsonReader(json);
            while (reader.Read())
                if (reader.TokenType == JsonTokenType.PropertyName && reader.ValueTextEquals("type"u8) && reader.Read()) return Read(ref reader);
        }
        catch (Exception broken) when (broken is JsonException or InvalidOperationException)
        {
            // An answer is not worse for a tier that cannot be read.
        }
        return ServiceTier.Unstated;
    }

    /// <summary>The tier that a reader stands on, and leaves the reader on its end.</summary>
    internal static ServiceTier Read(ref Utf8JsonReader reader)
    {
        if (reader.TokenType == JsonTokenType.String) return OfWord(reader.ValueSpan);
        reader.Skip();
        return ServiceTier.Unstated;
    }

    /// <summary>
    /// The tier of a provider's word. OpenAI: auto, default, flex, priority, scale. Anthropic: standard, priority, batch, fast. Gemini:
    /// standard, flex, priority, and Vertex's ON_DEMAND, ON_DEMAND_FLEX, ON_DEMAND_PRIORITY, PROVISIONED_THROUGHPUT. Bedrock: default,
    /// flex, priority, reserved.
    /// </summary>
    private static ServiceTier OfWord(ReadOnlySpan<byte> word)
    {
        Span<byte> lower = stackalloc byte[32];
        if (word.Length > lower.Length || !System.Text.Ascii.IsValid(word)) return ServiceTier.Unstated;
        System.Text.Ascii.ToLower(word, lower, out var length);
        ReadOnlySpan<byte> tier = lower[..length];
        if (tier.StartsWith("on_demand_"u8)) tier = tier["on_demand_".Length..];
        if (tier.SequenceEqual("standard"u8) || tier.SequenceEqual("default"u8) || tier.SequenceEqual("on_demand"u8)) return ServiceTier.Standard;
        if (tier.SequenceEqual("priority"u8)) return ServiceTier.Priority;
        if (tier.SequenceEqual("flex"u8)) return ServiceTier.Flex;
        if (tier.SequenceEqual("batch"u8)) return ServiceTier.Batch;
        if (tier.SequenceEqual("fast"u8)) return ServiceTier.Fast;
        return tier.SequenceEqual("scale"u8) || tier.SequenceEqual("reserved"u8) || tier.SequenceEqual("provisioned_throughput"u8) ? ServiceTier.Other : ServiceTier.Unstated;
    }
}
