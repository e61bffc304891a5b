using System.Text.Json;
using Weir.Dialects.Conversations;
using Weir.Dialects.Json;

namespace Weir.Dialects.Gemini;

/// <summary>Reads <c>generationConfig</c>.</summary>
internal static class ConfigReader
{
    /// <summary>Members that go into the options, and the names that they have there.</summary>
    private static readonly (string Member, string Option)[] Plain =
    [
        ("temperature", "temperature"), ("topP", "top_p"), ("topK", "top_k"), ("candidateCount", "n"), ("presencePenalty", "presence_penalty"),
        ("frequencyPenalty", "frequency_penalty"), ("seed", "seed"), ("responseLogprobs", "logprobs"), ("logprobs", "top_logprobs"),
        ("mediaResolution", "media_resolution"), ("speechConfig", "speech_config"), ("imageConfig", "image_config"),
    ];

    private static readonly string[] Known =
    [
        .. Spelling.Both([.. Plain.Select(option => option.Member)]),
        .. Spelling.Both("maxOutputTokens", "stopSequences", "responseMimeType", "responseSchema", "responseJsonSchema", "responseModalities", "thinkingConfig"),
        "_responseJsonSchema",
    ];

    public static void Read(Conversation conversation, JsonCursor config)
    {
        if (!config.IsObject()) return;
        config.OmitOthers(Known);
        foreach (var (member, option) in Plain)
            if (config.TryFind(member, out var value)) conversation.Options.Add(option, value);
        conversation.MaxOutputTokens = config.Count(config.Spelt("maxOutputTokens"));
        if (config.TryFind("stopSequences", out var stops)) ReadStops(conversation, stops);
        if (config.TryFind("responseModalities", out var modalities)) ReadModalities(conversation, modalities);
        conversation.Format = Format(config);
        if (config.TryFind("thinkingConfig", out var thinking) && thinking.IsObject()) conversation.Reasoning = Thinking(thinking);
    }

    private static void ReadStops(Conversation conversation, JsonCursor stops)
    {
        conversation.StopsPath = stops.Path;
        foreach (var stop in stops.Items())
            if (stop.IsText()) conversation.Stops.Add(stop.Element);
    }

    /// <summary>OpenAI's words are the same in lower case.</summary>
    private static void ReadModalities(Conversation conversation, JsonCursor modalities)
    {
        var words = new List<string>();
        foreach (var modality in modalities.Items())
            if (modality.Text() is { } word) words.Add(word.ToLowerInvariant());
        conversation.Options.Add("modalities", modalities with { Element = JsonSerializer.SerializeToElement(words) });
    }

    private static AnswerFormat? Format(JsonCursor config)
    {
        var hasMime = config.TryFind("responseMimeType", out var mime);
        var type = hasMime ? mime.Text() : null;
        if (type is not (null or "" or "text/plain" or "application/json"))
        {
            mime.Reading.Omit(mime.Path, "other dialects know free text and 'application/json' alone");
            return null;
        }
        if (config.TryFind("responseSchema", out var schema))
            return schema.IsObject() ? new AnswerFormat(OpenApiSchema.ToJsonSchema(schema.Element), schema.Path) : null;
        if (config.TryFind("responseJsonSchema", out schema) || config.TryGet("_responseJsonSchema", out schema))
            return schema.IsObject() ? new AnswerFormat(schema.Element, schema.Path) : null;
        return type == "application/json" ? new AnswerFormat(null, mime.Path) : null;
    }

    private static Reasoning Thinking(JsonCursor thinking)
    {
        thinking.OmitOthersThan("thinkingBudget", "thinkingLevel", "includeThoughts");
        var budget = thinking.Count(thinking.Spelt("thinkingBudget"), minimum: -1);
        return new Reasoning(thinking.Path)
        {
            // -1 leaves it to the model, which is what happens anyway.
            Budget = budget < 0 ? null : budget,
            Effort = Level(thinking),
            Shows = thinking.Flag(thinking.Spelt("includeThoughts")),
        };
    }

    private static string? Level(JsonCursor thinking)
    {
        if (!thinking.TryFind("thinkingLevel", out var level) || level.Text() is not { } word) return null;
        var effort = word.ToLowerInvariant();
        if (effort is "minimal" or "low" or "medium" or "high") return effort;
        if (effort != "thinking_level_unspecified") level.FailChoice(word, "minimal", "low", "medium", "high");
        return null;
    }
}
