using System.Text.Json;
using Weir.Dialects.Conversations;
using Weir.Dialects.Json;

namespace Weir.Dialects.Anthropic;

/// <summary>Reads the stop sequences, and puts all parameters that nobody else reads into the options.</summary>
internal static class OptionReader
{
    public static void Read(JsonCursor request, Conversation conversation)
    {
        foreach (var (name, value) in request.Members())
        {
            switch (name)
            {
                case "model" or "max_tokens" or "stream" or "system" or "messages" or "tools" or "tool_choice":
                case "thinking" or "output_config" or "output_format": break;
                case "stop_sequences":
                    conversation.StopsPath = value.Path;
                    Stops(value, conversation.Stops);
                    break;
                case "metadata": Metadata(value, conversation.Options); break;
                case "service_tier": ServiceTier(value, conversation.Options); break;
                case "temperature" or "top_p" or "top_k":
                    if (value.Kind != JsonValueKind.Number) value.FailType("a number");
                    conversation.Options.Add(name, value);
                    break;
                default: conversation.Options.Add(name, value); break;
            }
        }
    }

    private static void Stops(JsonCursor sequences, List<JsonElement> stops)
    {
        foreach (var sequence in sequences.Items())
            if (sequence.IsText()) stops.Add(sequence.Element);
    }

    private static void Metadata(JsonCursor metadata, Options options)
    {
        metadata.OmitOthers("user_id");
        if (metadata.TryGet("user_id", out var user) && user.IsText()) options.Add("user", user);
    }

    /// <summary>What Anthropic calls <c>standard_only</c>, never the capacity that was bought in advance, is OpenAI's <c>default</c>.</summary>
    private static void ServiceTier(JsonCursor tier, Options options)
    {
        if (tier.Text() is not { } word) return;
        if (word is not ("auto" or "standard_only")) tier.FailChoice(word, "auto", "standard_only");
        options.Add("service_tier", word == "standard_only" ? tier with { Element = RawJson.Text("default") } : tier);
    }
}
