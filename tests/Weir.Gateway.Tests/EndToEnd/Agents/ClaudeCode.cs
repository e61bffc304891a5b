using System.Text.Json;
using System.Text.Json.Nodes;
using Weir.Testing;

namespace Weir.Gateway.Tests.EndToEnd.Agents;

/// <summary>Asks as Claude Code 2.1 does, and makes of a stream what it makes of it.</summary>
internal sealed class ClaudeCode(Scene scene)
{
    private static readonly (string, string)[] Headers =
    [
        ("anthropic-version", "2023-06-01"),
        ("anthropic-beta", "claude-code-20250219,interleaved-thinking-2025-05-14,thinking-token-count-2026-05-13,context-management-2025-06-27,prompt-caching-scope-2026-01-05,mid-conversation-system-2026-04-07,effort-2025-11-24"),
        ("anthropic-dangerous-direct-browser-access", "true"),
        ("x-app", "cli"),
        ("x-claude-code-session-id", "349d7516-0000-4000-8000-000000000000"),
        ("user-agent", "claude-cli/2.1.197 (external, sdk-cli)"),
    ];

    private readonly JsonArray _messages = [];

    /// <summary>What the last answer was given without, as <c>x-weir-dropped</c> says; null when nothing was.</summary>
    public string? Dropped { get; private set; }

    /// <summary>Asks a question, and gives the blocks of the answer.</summary>
    public async Task<JsonArray> AskAsync(string model, string prompt)
    {
        _messages.Add(Json($$$"""{"role":"user","content":[{"type":"text","text":"<system-reminder>It is Saturday.</system-reminder>"},{"type":"text","text":{{{JsonSerializer.Serialize(prompt)}}},"cache_control":{"type":"ephemeral"}}]}"""));
        _messages.Add(Json("""{"role":"system","content":"There are agents."}"""));
        return await SendAsync(model);
    }

    /// <summary>Gives the results of the tools that the last answer called.</summary>
    public async Task<JsonArray> TellAsync(string model, string result)
    {
        var calls = _messages[^1]!["content"]!.AsArray().Where(block => (string)block!["type"]! == "tool_use").Select(block => (string)block!["id"]!);
        _messages.Add(new JsonObject
        {
            ["role"] = "user",
            ["content"] = new JsonArray([.. calls.Select(id => Json($$$"""{"tool_use_id":"{{{id}}}","type":"tool_result","content":{{{JsonSerializer.Serialize(result)}}},"cache_control":{"type":"ephemeral"}}"""))]),
        });
        return await SendAsync(model);
    }

    /// <summary>Counts the tokens of what was said.</summary>
    public async Task<Answer> CountAsync(string model) =>
        await scene.PostAsync("/v1/messages/count_tokens?beta=true", new JsonObject { ["model"] = model, ["messages"] = _messages.DeepClone(), ["tools"] = Tools() }.ToJsonString(), Headers);

    /// <summary>Asks for a token, which Claude Code does to see whether a model is there.</summary>
    public async Task<Answer> ProbeAsync(string model) => await scene.PostAsync(
        "/v1/messages?beta=true", $$$"""{"model":"{{{model}}}","max_tokens":1,"messages":[{"role":"user","content":"quota"}],"metadata":{"user_id":"{}"}}""", Headers);

    private async Task<JsonArray> SendAsync(string model)
    {
        var body = Json($$$"""
            {"model":"{{{model}}}",
             "system":[{"type":"text","text":"x-anthropic-billing-header: cc_version=2.1"},{"type":"text","text":"You are an agent.","cache_control":{"type":"ephemeral"}},{"type":"text","text":"\nBe brief.","cache_control":{"type":"ephemeral"}}],
             "metadata":{"user_id":"{\"device_id\":\"d\",\"account_uuid\":\"\",\"session_id\":\"s\"}"},
             "max_tokens":32000,"thinking":{"type":"adaptive"},"context_management":{"edits":[{"type":"clear_thinking_20251015","keep":"all"}]},
             "output_config":{"effort":"high"},"stream":true}
            """);
        body["messages"] = _messages.DeepClone();
        body["tools"] = Tools();
        var answer = await scene.PostAsync("/v1/messages?beta=true", body.ToJsonString(), Headers);
        answer.Status.ShouldBe(200, answer.Body);
        Dropped = answer.Headers.GetValueOrDefault("x-weir-dropped");
        var blocks = Blocks(answer.Body);
        _messages.Add(new JsonObject { ["role"] = "assistant", ["content"] = blocks.DeepClone() });
        return blocks;
    }

    private static JsonArray Tools() => [Json("""
        {"name":"Read","description":"Reads a file.","input_schema":{"$schema":"https://json-schema.org/draft/2020-12/schema","type":"object",
         "properties":{"file_path":{"description":"The absolute path","type":"string"},"limit":{"type":"integer","exclusiveMinimum":0,"maximum":9007199254740991}},"required":["file_path"],"additionalProperties":false}}
        """)];

    /// <summary>A block is what it began as, with what its deltas add; each delta has to fit its block.</summary>
    private static JsonArray Blocks(string stream)
    {
        var blocks = new JsonArray();
        var types = new List<string>();
        foreach (var line in stream.Split('\n').Where(line => line.StartsWith("data: ", StringComparison.Ordinal)))
        {
            var told = Json(line["data: ".Length..]);
            types.Add((string)told["type"]!);
            if (types[^1] == "content_block_start") blocks.Add(Begun(told["content_block"]!.DeepClone()));
            if (types[^1] == "content_block_delta") Add(blocks[(int)told["index"]!]!, told["delta"]!);
        }
        types[^1].ShouldBe("message_stop", stream);
        foreach (var call in blocks.Where(block => (string)block!["type"]! == "tool_use")) call!["input"] = Json((string)call["input"]!);
        return blocks;
    }

    private static JsonNode Begun(JsonNode block)
    {
        if ((string)block["type"]! == "tool_use") block["input"] = "";
        return block;
    }

    private static void Add(JsonNode block, JsonNode delta)
    {
        var (type, from, to) = (string)delta["type"]! switch
        {
            "text_delta" => ("text", "text", "text"),
            "thinking_delta" => ("thinking", "thinking", "thinking"),
            "signature_delta" => ("thinking", "signature", "signature"),
            "input_json_delta" => ("tool_use", "partial_json", "input"),
            var other => throw new InvalidOperationException(other),
        };
        ((string)block["type"]!).ShouldBe(type);
        block[to] = (string)block[to]! + (string)delta[from]!;
    }

    private static JsonNode Json(string json) => JsonNode.Parse(json)!;
}
