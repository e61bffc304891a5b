using System.Text.Json;
using Weir.Lab.Simulator.Answers;
using Weir.Lab.Simulator.Reading;

namespace Weir.Lab.Simulator.Gemini;

/// <summary>Reads a request to generate content. Google's JSON takes every name in two spellings: <c>maxOutputTokens</c> and <c>max_output_tokens</c>.</summary>
internal sealed class GeminiReader(Inspection inspection, Seal seal, string model)
{
    private const string NotSimulated = "is not supported by the simulator";
    private const int CacheableTokens = 1024;

    private static readonly string[] Categories =
    [
        "HARM_CATEGORY_HARASSMENT", "HARM_CATEGORY_HATE_SPEECH", "HARM_CATEGORY_SEXUALLY_EXPLICIT", "HARM_CATEGORY_DANGEROUS_CONTENT",
        "HARM_CATEGORY_CIVIC_INTEGRITY",
    ];

    public ChatRequest Read(Field body)
    {
        body.Only(
            "model",
            "contents",
            "systemInstruction",
            "system_instruction",
            "tools",
            "toolConfig",
            "tool_config",
            "safetySettings",
            "safety_settings",
            "generationConfig",
            "generation_config",
            "cachedContent",
            "cached_content");
        CheckModel(body["model"], model);
        body.Either("cachedContent", "cached_content").Refuse("CachedContent not found (or permission denied)");
        var messages = new ContentsReader(seal, model).Read(body);
        var (mode, tools, toolTokens) = GeminiTools.Read(body);
        Safety(body.Either("safetySettings", "safety_settings"));
        var config = body.Either("generationConfig", "generation_config");
        var (effort, budget, shows) = Thinking(config.Either("thinkingConfig", "thinking_config"));
        var system = messages.Where(message => message.IsSystem).ToList();
        var request = new ChatRequest
        {
            Root = body.Value ?? default,
            Model = model,
            Profile = ModelProfiles.For(model),
            Messages = messages,
            PromptTokens = 3 + messages.Sum(message => message.Tokens) + toolTokens,
            Tools = tools,
            ToolMode = mode,
            ReasoningEffort = effort,
            ThinkingBudget = budget,
            HidesThinking = !shows,

            // Long beginnings are cached without being asked for.
            Prefix = system.Sum(message => message.Tokens) is var tokens and >= CacheableTokens
                ? new CachedPrefix("gemini", string.Join('\n', system.Select(message => message.Text)), tokens)
                : null,
        };
        return Configure(request, config);
    }

    /// <summary>A model that a body names has to be the address's.</summary>
    public static void CheckModel(Field name, string model)
    {
        if (name.Text() is { } given && given != "models/" + model)
            name.Fail($"unexpected model name '{given}', the address says 'models/{model}'");
    }

    private static ChatRequest Configure(ChatRequest request, Field config)
    {
        foreach (var name in (string[])["speechConfig", "imageConfig", "mediaResolution", "responseLogprobs", "logprobs", "enableEnhancedCivicAnswers", "routingConfig", "audioTimestamp"])
            config[name].Refuse(NotSimulated);
        config.Only(
            "stopSequences", "stop_sequences", "responseMimeType", "response_mime_type", "responseSchema", "response_schema", "responseJsonSchema",
            "response_json_schema", "_responseJsonSchema", "responseModalities", "response_modalities", "candidateCount", "candidate_count",
            "maxOutputTokens", "max_output_tokens", "temperature", "topP", "top_p", "topK", "top_k", "seed", "presencePenalty", "presence_penalty",
            "frequencyPenalty", "frequency_penalty", "thinkingConfig", "thinking_config", "speechConfig", "imageConfig", "mediaResolution",
            "responseLogprobs", "logprobs", "enableEnhancedCivicAnswers", "routingConfig", "audioTimestamp");
        var stops = config.Either("stopSequences", "stop_sequences").Texts();
        if (stops.Count > 5)
            config.Fail(ApiError.Invalid("The number of stop sequences must be at most 5.", "generation_config.stop_sequences", null));
        foreach (var modality in config.Either("responseModalities", "response_modalities").Items())
            modality.OneOf("TEXT");
        var (format, schema) = Format(config);
        return request with
        {
            Stops = stops,
            Format = format,
            Schema = schema,
            FormatName = "generation_config.response_schema",
            Choices = config.Either("candidateCount", "candidate_count").Count(1, 8) ?? 1,
            MaxTokens = config.Either("maxOutputTokens", "max_output_tokens").Count(1),
            Temperature = config["temperature"].Number(0, 2),
            TopP = config.Either("topP", "top_p").Number(0, 1),
            TopK = (int?)config.Either("topK", "top_k").Number(1, 1000),
            Seed = config["seed"].Integer(int.MinValue, int.MaxValue),
            PresencePenalty = config.Either("presencePenalty", "presence_penalty").Number(-2, 2),
            FrequencyPenalty = config.Either("frequencyPenalty", "frequency_penalty").Number(-2, 2),
        };
    }

    private static (AnswerFormat Format, JsonElement? Schema) Format(Field config)
    {
        var type = config.Either("responseMimeType", "response_mime_type").OneOf("text/plain", "application/json");
        var typed = config.Either("responseSchema", "response_schema");
        var plain = config["_responseJsonSchema"].IsGiven ? config["_responseJsonSchema"] : config.Either("responseJsonSchema", "response_json_schema");
        if ((typed.IsGiven || plain.IsGiven) && type != "application/json")
            config.Fail(ApiError.Invalid("Function calling config or response schema needs response_mime_type: 'application/json'", "generation_config.response_schema", null));
        if (typed.IsGiven && plain.IsGiven)
            plain.Fail("response_schema and response_json_schema must not both be set");
        if (type != "application/json")
            return (AnswerFormat.Text, null);
        var schema = typed.IsGiven ? GeminiSchema.Read(typed) : plain.Object();
        return (schema is null ? AnswerFormat.JsonObject : AnswerFormat.JsonSchema, schema);
    }

    private static (string? Effort, int? Budget, bool Shows) Thinking(Field config)
    {
        if (!config.Only("includeThoughts", "include_thoughts", "thinkingBudget", "thinking_budget", "thinkingLevel", "thinking_level"))
            return (null, null, false);
        var level = config.Either("thinkingLevel", "thinking_level").OneOf("MINIMAL", "LOW", "MEDIUM", "HIGH", "minimal", "low", "medium", "high");
        var budget = (int?)config.Either("thinkingBudget", "thinking_budget").Integer(-1, 65_536);
        if (level is not null && budget is not null)
            config.Fail(ApiError.Invalid("You can only set only one of thinking budget and thinking level.", config.Path, null));

        // A budget of -1 leaves it to the model, which takes the middle.
        var effort = level?.ToLowerInvariant() ?? (budget == -1 ? "medium" : null);
        return (effort, budget == -1 ? null : budget, config.Either("includeThoughts", "include_thoughts").Flag());
    }

    private void Safety(Field settings)
    {
        foreach (var setting in settings.Items())
        {
            setting.Only("category", "threshold", "method");
            setting["category"].Required().OneOf(Categories);
            if (inspection.Mistake is null)
                setting["threshold"].Required().OneOf("HARM_BLOCK_THRESHOLD_UNSPECIFIED", "BLOCK_LOW_AND_ABOVE", "BLOCK_MEDIUM_AND_ABOVE", "BLOCK_ONLY_HIGH", "BLOCK_NONE", "OFF");
        }
    }
}
