using System.Text.Json;
using Weir.Lab.Simulator.Answers;
using Weir.Lab.Simulator.Reading;

namespace Weir.Lab.Simulator.Converse;

/// <summary>Reads a request to Converse, and refuses what Bedrock refuses.</summary>
internal sealed class ConverseReader(Inspection inspection, Seal seal, string model)
{
    private const string NotSimulated = "is not supported by the simulator";

    public ChatRequest Read(JsonElement root)
    {
        var body = inspection.Root(root);
        body.Only(
            "messages", "system", "inferenceConfig", "toolConfig", "additionalModelRequestFields", "additionalModelResponseFieldPaths", "performanceConfig",
            "requestMetadata", "serviceTier", "outputConfig", "guardrailConfig", "promptVariables");
        body["guardrailConfig"].Refuse(NotSimulated);
        body["promptVariables"].Refuse(NotSimulated);
        var conversation = new TurnReader(seal);
        var messages = conversation.Read(body);
        var (mode, tools, toolTokens) = ConverseTools.Read(body);
        if (conversation.UsesTools && !body["toolConfig"].IsGiven)
            body.Fail(ApiError.Invalid("The toolConfig field must be defined when using toolUse and toolResult content blocks.", "toolConfig", null));
        Unread(body);
        var inference = body["inferenceConfig"];
        inference.Only("maxTokens", "temperature", "topP", "stopSequences");
        var maxTokens = inference["maxTokens"].Count(1);
        var request = new ChatRequest
        {
            Root = root,
            Model = model,
            Profile = ModelProfiles.For(model),
            Messages = messages,
            PromptTokens = 3 + messages.Sum(message => message.Tokens) + toolTokens,
            MaxTokens = maxTokens,
            Temperature = inference["temperature"].Number(0, 1),
            TopP = inference["topP"].Number(0, 1),
            Stops = inference["stopSequences"].Texts(),
            Tools = tools,
            ToolMode = mode,
            Prefix = conversation.Cached is var cached and > 0
                ? new CachedPrefix("bedrock", string.Join('\n', messages.Take(cached).Select(message => message.TextWithAttachments)), messages.Take(cached).Sum(message => message.Tokens))
                : null,
        };
        return Formatted(Extended(request, body["additionalModelRequestFields"]), body["outputConfig"]);
    }

    /// <summary>Fields that go to the model past Bedrock: the simulated model knows those of Claude.</summary>
    private static ChatRequest Extended(ChatRequest request, Field more)
    {
        more.Only("thinking", "reasoning_config", "top_k", "output_config", "reasoning_effort");
        var thinking = more.Either("thinking", "reasoning_config");
        var budget = (int?)null;
        var isAdaptive = false;
        if (thinking.Only("type", "budget_tokens"))
        {
            var type = thinking["type"].Required().OneOf("enabled", "disabled", "adaptive");
            isAdaptive = type == "adaptive";
            if (type == "enabled")
            {
                budget = thinking["budget_tokens"].Required().Count(1024);
                if (budget >= request.MaxTokens)
                    thinking.Fail(ApiError.Invalid("The model returned the following errors: `max_tokens` must be greater than `thinking.budget_tokens`.", null, null));
            }
        }

        more["output_config"].Only("effort");
        var effort = more["output_config"]["effort"].OneOf("low", "medium", "high", "xhigh", "max");
        var plainEffort = more["reasoning_effort"].OneOf("low", "medium", "high");
        return request with
        {
            TopK = more["top_k"].Count(0, 500),
            ThinkingBudget = budget,
            ReasoningEffort = plainEffort ?? effort ?? (isAdaptive ? "high" : null),
            NeverThinks = !(isAdaptive || budget > 0 || plainEffort is not null),
        };
    }

    private ChatRequest Formatted(ChatRequest request, Field config)
    {
        config.Only("textFormat");
        var format = config["textFormat"];
        if (!format.Only("type", "structure"))
            return request;
        format["type"].Required().OneOf("json_schema");
        format["structure"].Only("jsonSchema");
        var named = format["structure"]["jsonSchema"].Required();
        named.Only("schema", "name", "description");
        if (named["schema"].Required().Text() is not { } text)
            return request;
        try
        {
            using var schema = JsonDocument.Parse(text);
            return request with { Format = AnswerFormat.JsonSchema, Schema = schema.RootElement.Clone(), FormatName = "outputConfig.textFormat" };
        }
        catch (JsonException)
        {
            inspection.Fail(ApiError.Invalid("The schema in outputConfig.textFormat is not valid JSON.", "outputConfig.textFormat", null));
            return request;
        }
    }

    /// <summary>What is checked and has nothing to change in a simulated answer.</summary>
    private static void Unread(Field body)
    {
        body["performanceConfig"].Only("latency");
        body["performanceConfig"]["latency"].OneOf("standard", "optimized");
        body["serviceTier"].Only("type");
        body["serviceTier"]["type"].OneOf("priority", "default", "flex", "reserved");
        foreach (var path in body["additionalModelResponseFieldPaths"].Items())
        {
            if (path.NonEmpty() is { Length: > 0 } pointer && pointer[0] != '/')
                path.Fail("a JSON Pointer begins with '/'");
        }

        foreach (var member in body["requestMetadata"].Object()?.EnumerateObject() ?? default)
            body["requestMetadata"][member.Name].Text();
    }
}
