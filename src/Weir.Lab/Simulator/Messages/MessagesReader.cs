using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Weir.Lab.Simulator.Answers;
using Weir.Lab.Simulator.Reading;

namespace Weir.Lab.Simulator.Messages;

/// <summary>Reads a request to Anthropic's Messages API, and refuses what the API refuses.</summary>
internal sealed class MessagesReader(JsonElement root, IHeaderDictionary headers, Seal seal)
{
    /// <summary>Clients that read this code go on without a thread.</summary>
    public const string NoThreads = "thread_unsupported_request";

    private static readonly string[] Counted =
    [
        "model", "messages", "system", "tools", "tool_choice", "thinking", "output_config", "cache_control", "context_management",
    ];

    private static readonly string[] Known =
    [
        .. Counted, "max_tokens", "metadata", "service_tier", "stop_sequences", "stream", "temperature", "top_k", "top_p",
    ];

    private readonly Inspection _inspection = new(AnthropicWording.Instance);

    public (ChatRequest? Request, ApiError? Error) Read(bool counting)
    {
        var body = _inspection.Root(root);
        if (body["thread"].IsGiven)
            body["thread"].Fail(ApiError.Invalid("thread: message threads are not simulated.", "thread", NoThreads));
        var model = body["model"].NonEmpty();
        var maxTokens = counting ? null : body["max_tokens"].Required().Count(1);
        body.Only(counting ? Counted : Known);
        var blocks = new BlockReader(seal);
        var conversation = new ConversationReader(blocks);
        var messages = conversation.Read(body);
        var (budget, omitted) = Thinking(body["thinking"], maxTokens);
        if (budget > 0 && conversation.Thoughtless is { } first)
            NeedsThinking(first);
        var (mode, tools, parallel, toolTokens) = MessagesTools.Read(body, thinks: budget > 0);
        Sampling(body, budget > 0);
        Unread(body);
        var format = body["output_config"]["format"];
        var prompt = 3 + messages.Sum(message => message.Tokens) + toolTokens;
        var request = new ChatRequest
        {
            Root = root,
            Model = model,
            Profile = ModelProfiles.For(model),
            Messages = messages,
            PromptTokens = prompt,
            Stream = body["stream"].Flag(),
            MaxTokens = maxTokens,
            Stops = body["stop_sequences"].Texts(),
            Temperature = body["temperature"].Number(0, 1),
            TopP = body["top_p"].Number(0, 1),
            TopK = body["top_k"].Count(0, 500),
            ReasoningEffort = Effort(body["output_config"], body["thinking"]),
            ThinkingBudget = budget,
            NeverThinks = !(IsAdaptive(body["thinking"]) || budget > 0),
            HidesThinking = omitted,
            ServiceTier = "standard",
            Prefix = Prefix(body, blocks, messages, toolTokens),
            Format = format.IsGiven ? AnswerFormat.JsonSchema : AnswerFormat.Text,
            Schema = Format(format),
            FormatName = "output_config.format.schema",
            Tools = tools,
            ToolMode = mode,
            ParallelToolCalls = parallel,
        };
        return _inspection.Mistake is { } mistake ? (null, mistake) : (request, null);
    }

    private static (int? Budget, bool Omitted) Thinking(Field thinking, int? maxTokens)
    {
        if (thinking.Object() is null)
            return (null, false);
        var omitted = thinking["display"].OneOf("summarized", "omitted") == "omitted";
        switch (thinking["type"].Required().OneOf("enabled", "disabled", "adaptive"))
        {
            case "enabled":
                thinking.Only("type", "budget_tokens", "display");
                var budget = thinking["budget_tokens"].Required().Count(1024);
                if (budget >= maxTokens)
                    thinking.Fail(ApiError.Invalid("`max_tokens` must be greater than `thinking.budget_tokens`.", "max_tokens", null));
                return (budget, omitted);
            case "adaptive":
                thinking.Only("type", "display");
                return (null, omitted);
            default:
                thinking.Only("type");
                return (null, false);
        }
    }

    private static bool IsAdaptive(Field thinking) => thinking["type"].IsText && thinking["type"].Text() == "adaptive";

    /// <summary>An effort makes the model think only where thinking is adaptive; elsewhere the budget rules, and without either nothing is thought.</summary>
    private static string? Effort(Field config, Field thinking)
    {
        config.Only("effort", "format");
        var effort = config["effort"].OneOf("low", "medium", "high", "xhigh", "max");
        return IsAdaptive(thinking) ? effort ?? "high" : effort;
    }

    private static void NeedsThinking(Field first) => first.Fail(
        $"Expected `thinking` or `redacted_thinking`, but found `{first.Text()}`. When `thinking` is enabled, a final `assistant` message must start "
        + "with a thinking block (preceding the lastmost set of `tool_use` and `tool_result` blocks).");

    private void Sampling(Field body, bool thinks)
    {
        var refuses = headers[AnthropicDialect.VersionHeader] == "2026-10-21";
        foreach (var name in (string[])["temperature", "top_p", "top_k"])
        {
            if (refuses)
                body[name].Refuse("Extra inputs are not permitted in version 2026-10-21");
        }

        if (thinks && body["temperature"].Number(0, 1) is { } temperature and not 1)
            body["temperature"].Fail(ApiError.Invalid("`temperature` may only be set to 1 when thinking is enabled.", "temperature", null));
        if (thinks)
            body["top_k"].Refuse("`top_k` must be unset when thinking is enabled.");
    }

    /// <summary>What is checked and has nothing to change in a simulated answer.</summary>
    private void Unread(Field body)
    {
        if (body["metadata"].Only("user_id"))
            body["metadata"]["user_id"].Text();
        body["service_tier"].OneOf("auto", "standard_only");
        BlockReader.CacheControl(body);
        if (!body["context_management"].IsGiven)
            return;
        if (!headers["anthropic-beta"].ToString().Contains("context-management", StringComparison.Ordinal))
            body["context_management"].Fail("Extra inputs are not permitted");
        if (body["context_management"].Only("edits"))
            body["context_management"]["edits"].Items();
    }

    private static JsonElement? Format(Field format)
    {
        if (!format.Only("type", "schema"))
            return null;
        format["type"].Required().OneOf("json_schema");
        return format["schema"].Required().Object();
    }

    /// <summary>Everything up to the last mark of the client; a mark on the request means all of it.</summary>
    private static CachedPrefix? Prefix(Field body, BlockReader blocks, IReadOnlyList<ChatMessage> messages, int toolTokens)
    {
        var marked = body["cache_control"].IsGiven ? messages.Count : blocks.MarkedMessages;
        if (marked == 0 && !MessagesTools.AreMarked(body))
            return null;
        var part = messages.Take(marked).ToList();
        var text = string.Join('\n', part.Select(message => message.TextWithAttachments)) + (body["tools"].Value?.GetRawText() ?? "");
        return new CachedPrefix("anthropic", text, Math.Max(1, part.Sum(message => message.Tokens) + toolTokens));
    }
}
