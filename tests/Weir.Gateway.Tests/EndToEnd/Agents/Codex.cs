using System.Text.Json;
using System.Text.Json.Nodes;
using Weir.Testing;

namespace Weir.Gateway.Tests.EndToEnd.Agents;

/// <summary>Asks as Codex 0.169 does, and keeps what it keeps of a stream: the items that are done.</summary>
internal sealed class Codex(Scene scene)
{
    private static readonly (string, string)[] Headers =
    [
        ("x-codex-beta-features", "remote_compaction_v2"), ("x-codex-window-id", "w:0"), ("x-codex-turn-metadata", "{}"), ("x-client-request-id", "t"),
        ("session-id", "s"), ("thread-id", "t"), ("originator", "codex_exec"), ("user-agent", "codex_exec/0.169.0"), ("accept", "text/event-stream"),
    ];

    private readonly JsonArray _input =
    [
        Json("""{"type":"message","id":"msg_1","role":"developer","content":[{"type":"input_text","text":"You are an agent."}]}"""),
        Json("""{"type":"message","id":"msg_2","role":"developer","content":[{"type":"input_text","text":"<permissions>"},{"type":"input_text","text":"<skills>"}]}"""),
        Json("""{"type":"message","id":"msg_3","role":"user","content":[{"type":"input_text","text":"<environment_context>"}]}"""),
    ];

    /// <summary>What the last answer was given without, as <c>x-weir-dropped</c> says; null when nothing was.</summary>
    public string? Dropped { get; private set; }

    /// <summary>Asks a question, and gives the items of the answer but for its thoughts.</summary>
    public async Task<IReadOnlyList<JsonNode>> AskAsync(string model, string prompt)
    {
        _input.Add(Json($$"""{"type":"message","id":"msg_4","role":"user","content":[{"type":"input_text","text":{{JsonSerializer.Serialize(prompt)}}}]}"""));
        var answer = await SendAsync(model);
        answer.Status.ShouldBe(200, answer.Body);
        return Items(answer);
    }

    /// <summary>Gives the results of the tools that the last answer called.</summary>
    public async Task<IReadOnlyList<JsonNode>> TellAsync(string model, string result)
    {
        foreach (var call in _input.Where(item => item!["call_id"] is not null && item["output"] is null && _input.Count(other => (string?)other!["call_id"] == (string)item["call_id"]!) == 1).ToList())
        {
            var type = (string)call!["type"]! == "custom_tool_call" ? "custom_tool_call_output" : "function_call_output";
            _input.Add(new JsonObject { ["type"] = type, ["call_id"] = (string)call["call_id"]!, ["output"] = result });
        }
        var answer = await SendAsync(model);
        answer.Status.ShouldBe(200, answer.Body);
        return Items(answer);
    }

    /// <summary>Sends what was said.</summary>
    public async Task<Answer> SendAsync(string model)
    {
        var body = Json($$$"""
            {"model":"{{{model}}}","stream":true,"tool_choice":"auto","parallel_tool_calls":true,"reasoning":{"effort":"medium","summary":"auto"},"store":false,
             "include":["reasoning.encrypted_content"],"prompt_cache_key":"t","client_metadata":{"turn_id":"u","session_id":"s","x-codex-turn-metadata":"{\"installation_id\":\"i\"}"},
             "tools":[
              {"type":"function","name":"exec_command","description":"Runs a command.","strict":false,
               "parameters":{"type":"object","properties":{"cmd":{"type":"string"},"login":{"type":"boolean"},"yield_time_ms":{"type":"number"}},"required":["cmd"],"additionalProperties":false}},
              {"type":"namespace","name":"multi_agent_v1","description":"Tools for sub-agents.","tools":[
               {"type":"function","name":"close_agent","description":"Closes one.","strict":false,"parameters":{"type":"object","properties":{"target":{"type":"string"}},"required":["target"],"additionalProperties":false}}]},
              {"type":"web_search","external_web_access":false}]}
            """);
        body["input"] = _input.DeepClone();
        // The simulator, like most providers, has no tools of this kind; Codex declares it for models that it knows.
        if (!model.EndsWith("responses", StringComparison.Ordinal))
            body["tools"]!.AsArray().Add(Json("""{"type":"custom","name":"apply_patch","description":"Patches.","format":{"type":"grammar","syntax":"lark","definition":"start: \"*\"+"}}"""));
        var answer = await scene.PostAsync("/v1/responses", body.ToJsonString(), Headers);
        Dropped = answer.Headers.GetValueOrDefault("x-weir-dropped");
        return answer;
    }

    private List<JsonNode> Items(Answer answer)
    {
        var events = answer.Body.Split('\n').Where(line => line.StartsWith("data: {", StringComparison.Ordinal)).Select(line => Json(line["data: ".Length..])).ToList();
        ((string)events[^1]["type"]!).ShouldBe("response.completed");
        var items = events.Where(told => (string)told["type"]! == "response.output_item.done").Select(told => told["item"]!).ToList();
        foreach (var item in items) _input.Add(item.DeepClone());
        return items.FindAll(item => (string)item["type"]! != "reasoning");
    }

    private static JsonNode Json(string json) => JsonNode.Parse(json)!;
}
