using System.Text.Json;
using Weir.Dialects.Conversations;
using Weir.Dialects.Json;

namespace Weir.Dialects.Anthropic;

/// <summary>Writes the parameters that have an equal, and notes the others.</summary>
internal static class OptionWriter
{
    /// <summary>What only Anthropic's own clients say.</summary>
    private static readonly string[] Own = ["cache_control", "container", "diagnostics", "inference_geo", "mcp_servers", "speed", "user_profile_id", "workspace_id"];

    public static void Write(Utf8JsonWriter writer, Conversation conversation, bool thinks)
    {
        var options = conversation.Options;
        SamplingRules.Apply(options, conversation.Reading, thinks);
        options.Pass(writer, "temperature", "top_k", "top_p");
        User(writer, options);
        ServiceTier(writer, options);
        options.Pass(writer, Own);
        // OpenAI's Responses have a parameter of this name that means something else, and is an array.
        if (options.TryPeek("context_management", out var management) && management.Kind == JsonValueKind.Object) options.Pass(writer, "context_management");
        Settle(options);
        options.OmitRest();
    }

    private static void User(Utf8JsonWriter writer, Options options)
    {
        // Of the two, the later name is the one that says what it is for.
        if (!options.TryTake("safety_identifier", out var user) && !options.TryTake("user", out user)) return;
        writer.WriteStartObject("metadata"u8);
        writer.WriteRaw("user_id"u8, user.Element);
        writer.WriteEndObject();
    }

    private static void ServiceTier(Utf8JsonWriter writer, Options options)
    {
        if (!options.TryPeek("service_tier", out var tier) || tier.Kind != JsonValueKind.String) return;
        var word = RawJson.Inside(tier.Element);
        if (word.SequenceEqual("auto"u8)) writer.WriteString("service_tier"u8, "auto"u8);
        else if (word.SequenceEqual("default"u8)) writer.WriteString("service_tier"u8, "standard_only"u8);
        else return;
        options.Settle("service_tier");
    }

    private static void Settle(Options options)
    {
        // Whoever asks is known to Weir's ledger, and the labels go there too.
        options.Settle("user", "safety_identifier", "metadata");
        // Steers calls to the machine that holds a prefix, which Anthropic finds without it.
        options.Settle("prompt_cache_key");
        // Anthropic's thoughts come with their proof always.
        if (options.TryPeek("include", out var include) && include.Kind == JsonValueKind.Array
            && include.Element.EnumerateArray().All(item => RawJson.Inside(item).SequenceEqual("reasoning.encrypted_content"u8)))
            options.Settle("include");
    }
}
