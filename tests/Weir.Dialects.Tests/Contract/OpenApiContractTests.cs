using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Weir.Testing.Contract;

namespace Weir.Dialects.Tests.Contract;

public sealed class OpenApiContractTests
{
    /// <summary>What schemas say about themselves and not about values.</summary>
    private static readonly HashSet<string> Annotations = new(StringComparer.Ordinal)
    {
        "description", "title", "default", "example", "examples", "format", "deprecated", "readOnly", "$recursiveAnchor", "$recursiveRef", "x-stainless-const",
        "x-oaiMeta", "x-oaiTypeLabel", "x-oaiExpandable", "x-oaiSupportedSDKs", "x-stainless-skip", "x-stainless-nominal", "x-stainless-naming",
    };

    private static readonly string[] Judged =
    [
        "CreateChatCompletionResponse", "CreateChatCompletionStreamResponse", "CreateEmbeddingResponse", "ErrorResponse", "ListModelsResponse",
        "Response", "ResponseStreamEvent", "CreateChatCompletionRequest", "CreateResponse",
    ];

    private const string Chat = """
        {"id":"chatcmpl-1","object":"chat.completion","created":1,"model":"m","system_fingerprint":"fp",
         "choices":[{"index":0,"finish_reason":"tool_calls","logprobs":null,
                     "message":{"role":"assistant","content":null,"refusal":null,
                                "tool_calls":[{"id":"call_1","type":"function","function":{"name":"f","arguments":"{}"}}]}}],
         "usage":{"prompt_tokens":3,"completion_tokens":2,"total_tokens":5,"prompt_tokens_details":{"cached_tokens":1},"completion_tokens_details":{"reasoning_tokens":1}}}
        """;

    private const string Chunk = """
        {"id":"chatcmpl-1","object":"chat.completion.chunk","created":1,"model":"m","usage":null,
         "choices":[{"index":0,"finish_reason":null,"logprobs":null,"delta":{"tool_calls":[{"index":0,"id":"call_1","type":"function","function":{"name":"f","arguments":"{"}}]}}]}
        """;

    private const string Embeddings = """
        {"object":"list","model":"m","data":[{"object":"embedding","index":0,"embedding":[0.1,-0.2]}],"usage":{"prompt_tokens":1,"total_tokens":1}}
        """;

    private const string Error = """{"error":{"message":"no","type":"invalid_request_error","param":null,"code":"x"}}""";

    private const string Models = """{"object":"list","data":[{"id":"m","object":"model","created":1,"owned_by":"weir"}]}""";

    private const string Delta = """
        {"type":"response.output_text.delta","sequence_number":4,"item_id":"msg_1","output_index":0,"content_index":0,"delta":"Hi","logprobs":[]}
        """;

    [ContractTheory]
    [InlineData("CreateChatCompletionResponse", Chat)]
    [InlineData("CreateChatCompletionStreamResponse", Chunk)]
    [InlineData("CreateEmbeddingResponse", Embeddings)]
    [InlineData("ErrorResponse", Error)]
    [InlineData("ListModelsResponse", Models)]
    [InlineData("ResponseStreamEvent", Delta)]
    public void A_good_body_fits(string schema, string body) => OpenApiContract.Instance.JudgeOwn(schema, Json(body)).ShouldBeEmpty();

    [ContractTheory]
    [InlineData("CreateChatCompletionResponse", Chat, "object", "\"chat.completion.chunk\"", "$.object")]
    [InlineData("CreateChatCompletionResponse", Chat, "id", null, "$")]
    [InlineData("CreateChatCompletionResponse", Chat, "created", "\"1\"", "$.created")]
    [InlineData("CreateChatCompletionResponse", Chat, "choices/0/finish_reason", "\"end_turn\"", "$.choices[0].finish_reason")]
    [InlineData("CreateChatCompletionResponse", Chat, "choices/0/finish_reason", "null", "$.choices[0].finish_reason")]
    [InlineData("CreateChatCompletionResponse", Chat, "choices/0/logprobs", null, "$.choices[0]")]
    [InlineData("CreateChatCompletionResponse", Chat, "choices/0/message/refusal", null, "$.choices[0].message")]
    [InlineData("CreateChatCompletionResponse", Chat, "choices/0/message/content", "[]", "$.choices[0].message.content")]
    [InlineData("CreateChatCompletionResponse", Chat, "choices/0/message/tool_calls/0/function/arguments", "{}", "$.choices[0].message.tool_calls[0].function.arguments")]
    [InlineData("CreateChatCompletionResponse", Chat, "choices/0/message/tool_calls/0/type", "\"tool\"", "$.choices[0].message.tool_calls[0]")]
    [InlineData("CreateChatCompletionResponse", Chat, "usage/total_tokens", null, "$.usage")]
    [InlineData("CreateChatCompletionResponse", Chat, "usage/prompt_tokens_details/cached_token", "1", "$.usage.prompt_tokens_details.cached_token")]
    [InlineData("CreateChatCompletionStreamResponse", Chunk, "choices/0/delta/tool_calls/0/index", null, "$.choices[0].delta.tool_calls[0]")]
    [InlineData("CreateChatCompletionStreamResponse", Chunk, "choices/0/finish_reason", "\"no\"", "$.choices[0].finish_reason")]
    [InlineData("CreateEmbeddingResponse", Embeddings, "data/0/embedding", "\"AAAA\"", "$.data[0].embedding")]
    [InlineData("ErrorResponse", Error, "error/param", null, "$.error")]
    [InlineData("ErrorResponse", Error, "error/code", "7", "$.error.code")]
    [InlineData("ListModelsResponse", Models, "data/0/owned_by", null, "$.data[0]")]
    [InlineData("ResponseStreamEvent", Delta, "sequence_number", null, "$")]
    [InlineData("ResponseStreamEvent", Delta, "type", "\"response.output_text.delt\"", "$")]
    [InlineData("ResponseStreamEvent", Delta, "delta", "7", "$.delta")]
    public void A_spoilt_body_is_found_out(string schema, string body, string member, string? value, string path)
    {
        var spoilt = JsonNode.Parse(body)!;
        var steps = member.Split('/');
        var owner = steps[..^1].Aggregate(spoilt, (node, step) => node is JsonArray list ? list[int.Parse(step)]! : node[step]!);
        if (value is null) owner.AsObject().Remove(steps[^1]).ShouldBeTrue();
        else owner[steps[^1]] = JsonNode.Parse(value);
        OpenApiContract.Instance.JudgeOwn(schema, Json(spoilt.ToJsonString())).ShouldContain(violation => violation.StartsWith(path + ":", StringComparison.Ordinal));
    }

    [ContractFact]
    public void What_is_no_JSON_is_a_violation() =>
        OpenApiContract.Instance.Judge("ErrorResponse", Encoding.UTF8.GetBytes("""{"error":""")).ShouldHaveSingleItem().ShouldStartWith("$: no JSON");

    /// <summary>A keyword that the judge passes over would let everything pass in silence.</summary>
    [ContractFact]
    public void Every_keyword_of_the_schemas_that_matter_is_judged_or_known_to_say_nothing()
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        var unknown = new SortedSet<string>(StringComparer.Ordinal);
        foreach (var name in Judged) Walk(OpenApiContract.Instance.Schema(name), seen, unknown);
        unknown.ShouldBeEmpty();
        seen.Count.ShouldBeGreaterThan(200);
    }

    /// <summary>The examples were written by hand and are older than the schemas: the known slips are told, and nothing else.</summary>
    [ContractTheory]
    [InlineData("CreateChatCompletionResponse", "")]
    [InlineData("Response", "$.user $.output[0] $.output[0].content[0] $.output[0].content[0]")]
    [InlineData("ResponseCreatedEvent", "$.response.user")]
    [InlineData("ResponseTextDeltaEvent", "$")]
    [InlineData("ResponseOutputItemAddedEvent", "")]
    [InlineData("ResponseFunctionCallArgumentsDoneEvent", "")]
    [InlineData("ResponseErrorEvent", "")]
    public void The_contracts_own_examples_fit_but_for_their_slips(string name, string slips)
    {
        var schema = OpenApiContract.Instance.Schema(name);
        var example = schema.TryGetProperty("x-oaiMeta", out var meta) && meta.TryGetProperty("example", out var text) ? Json(text.GetString()!) : schema.GetProperty("example");
        string.Join(' ', OpenApiContract.Instance.Judge(name, example).Select(violation => violation[..violation.IndexOf(':')])).ShouldBe(slips);
    }

    private static void Walk(JsonElement schema, HashSet<string> seen, SortedSet<string> unknown)
    {
        if (schema.ValueKind != JsonValueKind.Object) return;
        foreach (var keyword in schema.EnumerateObject())
        {
            if (!SchemaJudge.Keywords.Contains(keyword.Name) && !Annotations.Contains(keyword.Name)) unknown.Add(keyword.Name);
            switch (keyword.Name)
            {
                case "$ref":
                    var name = keyword.Value.GetString()!.Split('/')[^1];
                    if (seen.Add(name)) Walk(OpenApiContract.Instance.Schema(name), seen, unknown);
                    break;
                case "properties": foreach (var property in keyword.Value.EnumerateObject()) Walk(property.Value, seen, unknown); break;
                case "allOf" or "anyOf" or "oneOf": foreach (var part in keyword.Value.EnumerateArray()) Walk(part, seen, unknown); break;
                case "items" or "additionalProperties" or "not" or "propertyNames": Walk(keyword.Value, seen, unknown); break;
            }
        }
    }

    private static JsonElement Json(string text) => JsonDocument.Parse(text).RootElement;
}
