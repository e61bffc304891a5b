using System.Text.Json;
using System.Text.Json.Nodes;
using Weir.Lab.Simulator.Answers;
using Weir.Lab.Simulator.Reading;
using Weir.Lab.Simulator.Schemas;

namespace Weir.Lab.Simulator.Responses;

/// <summary>Reads a request to <c>/v1/responses</c>, and refuses what the API refuses.</summary>
internal sealed class ResponsesReader(JsonElement root, Seal seal, ResponseStore store)
{
    private const string NotSimulated = "is not supported by the simulator.";

    private static readonly string[] Counted =
    [
        "model", "input", "instructions", "previous_response_id", "tools", "tool_choice", "parallel_tool_calls", "text", "reasoning", "truncation",
    ];

    private static readonly string[] Known =
    [
        .. Counted, "stream", "stream_options", "store", "include", "max_output_tokens", "max_tool_calls", "temperature", "top_p", "top_logprobs",
        "metadata", "user", "safety_identifier", "prompt_cache_key", "prompt_cache_options", "prompt_cache_retention", "service_tier", "background",
        "client_metadata",
    ];

    private static readonly string[] Refused = ["conversation", "prompt", "context_management", "moderation", "access_programs", "image"];

    private readonly Inspection _inspection = new(OpenAIWording.Instance);

    /// <summary>Everything that was said before and now, as items.</summary>
    public JsonArray Items { get; private set; } = [];

    public (ChatRequest? Request, ApiError? Error) Read(bool counting)
    {
        var body = _inspection.Root(root);
        foreach (var name in Refused)
        {
            if (body[name].IsGiven)
                _inspection.Fail(ApiError.Unsupported(name, NotSimulated));
        }

        body.Only(counting ? Counted : Known);
        var model = body["model"].NonEmpty();
        var reader = new InputReader(_inspection, seal, store);
        var messages = reader.Read(body);
        Items = reader.Items;
        var (mode, tools, toolTokens) = ResponsesTools.Read(body);
        Unread(body);
        var reasoning = body["reasoning"];
        reasoning.Only("effort", "summary", "generate_summary");
        var request = new ChatRequest
        {
            Root = root,
            Model = model,
            Profile = ModelProfiles.For(model),
            Messages = messages,
            PromptTokens = 3 + messages.Sum(message => message.Tokens) + toolTokens,
            Stream = body["stream"].Flag(),
            IncludeObfuscation = body["stream_options"]["include_obfuscation"].Flag(),
            MaxTokens = body["max_output_tokens"].Count(16),
            Temperature = body["temperature"].Number(0, 2),
            TopP = body["top_p"].Number(0, 1),
            Logprobs = Includes(body).Contains("message.output_text.logprobs"),
            TopLogprobs = body["top_logprobs"].Count(0, 20) ?? 0,
            ReasoningEffort = reasoning["effort"].OneOf("none", "minimal", "low", "medium", "high", "xhigh", "max"),
            HidesThinking = reasoning.Either("summary", "generate_summary").OneOf("auto", "concise", "detailed") is null,
            ServiceTier = body["service_tier"].OneOf("auto", "default", "flex", "scale", "priority", "fast") switch
            {
                null or "auto" => "default",
                "fast" => "priority",
                var tier => tier,
            },
            Prefix = body["prompt_cache_key"].Text() is { } key ? new CachedPrefix(key, messages[0].TextWithAttachments, messages[0].Tokens) : null,
            Verbosity = body["text"]["verbosity"].OneOf("low", "medium", "high"),
            Format = Format(body["text"]),
            Schema = body["text"]["format"]["schema"].Value,
            FormatName = "text.format.schema",
            Tools = tools,
            ToolMode = mode,
            ParallelToolCalls = !body["parallel_tool_calls"].IsGiven || body["parallel_tool_calls"].Flag(),
            Truncates = body["truncation"].OneOf("auto", "disabled") == "auto",
        };
        Combinations(body, request);
        return _inspection.Mistake is { } mistake ? (null, mistake) : (request, null);
    }

    private static AnswerFormat Format(Field text)
    {
        text.Only("format", "verbosity");
        var format = text["format"];
        if (format.Object() is null)
            return AnswerFormat.Text;
        switch (format["type"].Required().OneOf("text", "json_object", "json_schema"))
        {
            case "json_object":
                format.Only("type");
                return AnswerFormat.JsonObject;
            case "json_schema":
                format.Only("type", "name", "schema", "strict", "description");
                format["name"].NonEmpty();
                format["description"].Text();
                if (format["schema"].Required().Object() is { } schema && format["strict"].Flag() && StrictSchema.Problem(schema) is { } problem)
                {
                    format.Fail(ApiError.Invalid(
                        $"Invalid schema for response_format '{format["name"].Text()}': {problem}", "text.format.schema", "invalid_json_schema"));
                }

                return AnswerFormat.JsonSchema;
            default:
                format.Only("type");
                return AnswerFormat.Text;
        }
    }

    private static List<string> Includes(Field body)
    {
        var words = new List<string>();
        foreach (var item in body["include"].Items())
        {
            words.Add(item.OneOf(
                "reasoning.encrypted_content",
                "message.output_text.logprobs",
                "file_search_call.results",
                "web_search_call.results",
                "web_search_call.action.sources",
                "message.input_image.image_url",
                "computer_call_output.output.image_url",
                "code_interpreter_call.outputs") ?? "");
        }

        return words;
    }

    /// <summary>What is checked and has nothing to change in a simulated answer, except that it comes back in the response.</summary>
    private static void Unread(Field body)
    {
        body["store"].Flag();
        body["user"].Text();
        body["safety_identifier"].Text();
        body["max_tool_calls"].Count(1);
        body["prompt_cache_retention"].OneOf("in-memory", "in_memory", "24h");
        body["prompt_cache_options"].Only("ttl", "mode");
        body["stream_options"].Only("include_obfuscation");
        if (body["background"].Flag() && body["store"].IsGiven && !body["store"].Flag())
            body.Fail(ApiError.Invalid("Background responses have to be stored: 'store' cannot be false when 'background' is true.", "background", "invalid_parameter_combination"));
        foreach (var name in (ReadOnlySpan<string>)["metadata", "client_metadata"])
        {
            if (body[name].Object() is not { } metadata)
                continue;
            foreach (var member in metadata.EnumerateObject())
                body[name][member.Name].Text();
        }
    }

    private void Combinations(Field body, ChatRequest request)
    {
        if (body["stream_options"].IsGiven && !request.Stream)
        {
            _inspection.Fail(ApiError.Invalid(
                "The 'stream_options' parameter is only allowed when 'stream' is enabled.", "stream_options", "invalid_parameter_combination"));
        }

        if (request.Format == AnswerFormat.JsonObject && body["input"].Value?.GetRawText().Contains("json", StringComparison.OrdinalIgnoreCase) == false
            && !request.SystemText.Contains("json", StringComparison.OrdinalIgnoreCase))
        {
            _inspection.Fail(ApiError.Invalid(
                "Response input messages must contain the word 'json' in some form to use 'text.format' of type 'json_object'.", "input", null));
        }
    }
}
