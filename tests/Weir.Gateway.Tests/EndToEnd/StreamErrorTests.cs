using System.Buffers;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Weir.Dialects.Bedrock;
using Weir.Gateway.Ledger;
using Weir.Gateway.Tests.EndToEnd.Pairs;
using Weir.Testing;
using static Weir.Testing.ScriptedUpstream;

namespace Weir.Gateway.Tests.EndToEnd;

/// <summary>Errors that upstreams report inside a stream: client and ledger are told what they would be told, had the error come before.</summary>
[Trait("Category", "Slow")]
public sealed class StreamErrorTests(StreamErrorTests.Gateway gateway) : IClassFixture<StreamErrorTests.Gateway>
{
    private const string Configuration = """
        providers:
          chat: { base_url: "{upstream}", api_key: "${UPSTREAM_KEY}" }
          responses: { base_url: "{upstream}", apis: [responses], api_key: "${UPSTREAM_KEY}" }
          messages: { dialect: anthropic, base_url: "{upstream}", api_key: "${UPSTREAM_KEY}" }
          gemini: { dialect: gemini, base_url: "{upstream}", api_key: "${UPSTREAM_KEY}" }
          converse: { dialect: bedrock, base_url: "{upstream}", api_key: "${UPSTREAM_KEY}" }
        deployments:
          chat: { provider: chat, model: m, price: { input: 1, output: 10 } }
          responses: { provider: responses, model: m, price: { input: 1, output: 10 } }
          messages: { provider: messages, model: m, price: { input: 1, output: 10 } }
          gemini: { provider: gemini, model: m, price: { input: 1, output: 10 } }
          converse: { provider: converse, model: m, price: { input: 1, output: 10 } }
        models:
          chat: { route: [chat], retries: 0 }
          responses: { route: [responses], retries: 0 }
          messages: { route: [messages], retries: 0 }
          gemini: { route: [gemini], retries: 0 }
          converse: { route: [converse], retries: 0 }
        """;

    /// <summary>The upstream, its error, the status that says the same, and the code in the ledger.</summary>
    private static readonly (string Upstream, string Name, string Data, int Status, string Code)[] Errors =
    [
        ("chat", "", """{"error":{"message":"no KEY","type":"tokens","param":null,"code":"rate_limit_exceeded"}}""", 429, "rate_limit_exceeded"),
        ("chat", "", """{"error":{"message":"no KEY","type":"server_error","param":null,"code":"server_is_overloaded"}}""", 503, "server_is_overloaded"),
        ("chat", "", """{"error":{"message":"no KEY","type":"invalid_request_error","param":null,"code":"context_length_exceeded"}}""", 400, "context_length_exceeded"),
        ("chat", "", """{"error":{"message":"no KEY","type":"insufficient_quota","param":null,"code":"insufficient_quota"}}""", 402, "insufficient_quota"),
        ("chat", "", """{"error":{"message":"no KEY","type":"server_error","param":null,"code":"server_error"}}""", 502, "server_error"),
        ("chat", "", """{"error":{"message":"no KEY","type":"x","param":null,"code":"invalid_api_key"}}""", 502, "upstream_credentials"),
        ("responses", "error", """{"type":"error","code":"rate_limit_exceeded","message":"no KEY","param":null,"sequence_number":7}""", 429, "rate_limit_exceeded"),
        ("responses", "response.failed", """{"type":"response.failed","sequence_number":7,"response":{"id":"r","status":"failed","error":{"code":"server_is_overloaded","message":"no KEY"}}}""", 503, "server_is_overloaded"),
        ("responses", "response.failed", """{"type":"response.failed","sequence_number":7,"response":{"id":"r","status":"failed","error":{"code":"server_error","message":"no KEY"}}}""", 502, "server_error"),
        ("responses", "response.failed", """{"type":"response.failed","sequence_number":7,"response":{"id":"r","status":"failed","error":{"code":"invalid_prompt","message":"no KEY"}}}""", 400, "invalid_prompt"),
        ("messages", "error", """{"type":"error","error":{"type":"overloaded_error","message":"no KEY"}}""", 503, "overloaded_error"),
        ("messages", "error", """{"type":"error","error":{"type":"rate_limit_error","message":"no KEY"}}""", 429, "rate_limit_error"),
        ("messages", "error", """{"type":"error","error":{"type":"timeout_error","message":"no KEY"}}""", 504, "timeout_error"),
        ("messages", "error", """{"type":"error","error":{"type":"api_error","message":"no KEY"}}""", 502, "api_error"),
        ("messages", "error", """{"type":"error","error":{"type":"authentication_error","message":"no KEY"}}""", 502, "upstream_credentials"),
        ("gemini", "", """{"error":{"code":429,"message":"no KEY","status":"RESOURCE_EXHAUSTED"}}""", 429, "RESOURCE_EXHAUSTED"),
        ("gemini", "", """{"error":{"code":503,"message":"no KEY","status":"UNAVAILABLE"}}""", 503, "UNAVAILABLE"),
        ("gemini", "", """{"error":{"code":500,"message":"no KEY","status":"INTERNAL"}}""", 502, "INTERNAL"),
        ("converse", "throttlingException", """{"message":"no KEY"}""", 429, "throttlingException"),
        ("converse", "serviceUnavailableException", """{"message":"no KEY"}""", 503, "serviceUnavailableException"),
        ("converse", "modelTimeoutException", """{"message":"no KEY"}""", 504, "modelTimeoutException"),
        ("converse", "validationException", """{"message":"no KEY"}""", 400, "validationException"),
        ("converse", "modelStreamErrorException", """{"message":"no KEY","originalStatusCode":429}""", 429, "modelStreamErrorException"),
        ("converse", "internalServerException", """{"message":"no KEY"}""", 502, "internalServerException"),
    ];

    public static TheoryData<string, string> Pairs() => DialectPairsTests.Pairs();

    [Theory]
    [MemberData(nameof(Pairs))]
    public async Task Before_anything_was_sent_an_error_is_a_status(string client, string upstream)
    {
        foreach (var error in Errors.Where(error => error.Upstream == upstream))
        {
            var answer = await CallAsync(client, upstream, [(error.Name, error.Data)]);

            answer.Status.ShouldBe(error.Status, answer.Body);
            answer.Headers["content-type"].ShouldBe("application/json");
            ShouldSay(client, answer.Json, error.Status, error.Code);
            gateway.Scene.Ledger(answer.RequestId).ShouldHaveEnded(Outcome.UpstreamError, error.Status, error.Code);
        }
    }

    [Theory]
    [MemberData(nameof(Pairs))]
    public async Task After_text_an_error_is_the_last_event_and_says_the_same(string client, string upstream)
    {
        foreach (var error in Errors.Where(error => error.Upstream == upstream))
        {
            var answer = await CallAsync(client, upstream, [.. Text(upstream), (error.Name, error.Data)]);

            answer.Status.ShouldBe(200, answer.Body);
            answer.IsBrokenOff.ShouldBeTrue(answer.Body);
            answer.Body.ShouldContain("Hel");
            var events = EventsOf(answer.Body);
            ShouldSay(client, events[^1], error.Status, error.Code);
            if (client is "responses") events.Select(@event => @event.GetProperty("sequence_number").GetInt32()).ShouldBe(Enumerable.Range(0, events.Count), answer.Body);
            if (client is "responses" or "messages") answer.Body.ShouldContain("event: error\n");
            gateway.Scene.Ledger(answer.RequestId).ShouldHaveEnded(Outcome.Truncated, 200, error.Code);
        }
    }

    [Theory]
    [MemberData(nameof(Pairs))]
    public async Task A_cut_after_the_headers_alone_is_a_status(string client, string upstream)
    {
        var answer = await CallAsync(client, upstream, [], cut: true);

        answer.Status.ShouldBe(502, answer.Body);
        ShouldSay(client, answer.Json, 502, "upstream_cut");
        gateway.Scene.Ledger(answer.RequestId).ShouldHaveEnded(Outcome.Truncated, 502, "upstream_cut").Cost.ShouldBeNull();
    }

    [Theory]
    [InlineData("chat", "messages")]
    [InlineData("chat", "responses")]
    [InlineData("chat", "converse")]
    [InlineData("gemini", "messages")]
    [InlineData("gemini", "responses")]
    [InlineData("gemini", "converse")]
    [InlineData("messages", "converse")]
    [InlineData("responses", "converse")]
    public async Task A_beginning_leaves_room_for_a_status(string client, string upstream)
    {
        var answer = await CallAsync(client, upstream, [Text(upstream).First()], cut: true);

        answer.Status.ShouldBe(502, answer.Body);
        ShouldSay(client, answer.Json, 502, "upstream_cut");
        gateway.Scene.Ledger(answer.RequestId).ShouldHaveEnded(Outcome.Truncated, 502, "upstream_cut");
    }

    [Theory]
    [MemberData(nameof(Pairs))]
    public async Task A_cut_after_text_is_the_last_event(string client, string upstream)
    {
        var answer = await CallAsync(client, upstream, [.. Text(upstream)], cut: true);

        answer.Status.ShouldBe(200, answer.Body);
        var events = EventsOf(answer.Body);
        ShouldSay(client, events[^1], 502, "upstream_cut");
        if (client is "responses") events.Select(@event => @event.GetProperty("sequence_number").GetInt32()).ShouldBe(Enumerable.Range(0, events.Count), answer.Body);
        gateway.Scene.Ledger(answer.RequestId).ShouldHaveEnded(Outcome.Truncated, 200, "upstream_cut");
    }

    [Fact]
    public async Task What_Anthropic_says_beside_the_type_passes_to_its_own_clients()
    {
        const string Error = """{"type":"error","error":{"type":"overloaded_error","message":"no","details":{"error_code":"x"}},"request_id":"req_up"}""";

        var answer = await CallAsync("messages", "messages", [.. Text("messages"), ("error", Error)]);

        answer.Body.ShouldEndWith($"event: error\ndata: {Error}\n\n");
    }

    [Theory]
    [InlineData("messages", "messages")]
    [InlineData("chat", "chat")]
    public async Task An_error_on_several_lines_breaks_no_frame(string client, string upstream)
    {
        const string Error = "{\"type\":\"error\",\ndata: \"error\":{\"type\":\"overloaded_error\",\ndata: \"message\":\"no\",\"param\":null,\"code\":null}}";

        var answer = await CallAsync(client, upstream, [.. Text(upstream), ("error", Error)]);

        ShouldSay(client, EventsOf(answer.Body)[^1], 503, client == "chat" ? "upstream_error" : "overloaded_error");
    }

    [Fact]
    public async Task A_Gemini_client_without_events_is_told_in_its_array()
    {
        gateway.Scene.Upstream.Behaviour = (http, _) => EventsAsync(http, Text("messages").Append(("error", """{"type":"error","error":{"type":"overloaded_error","message":"no"}}""")).Select(Frame));

        var answer = await gateway.Scene.PostAsync("/v1beta/models/messages:streamGenerateContent", Asked("gemini", "messages"));

        JsonDocument.Parse(answer.Body).RootElement.EnumerateArray().Last().GetProperty("error").GetProperty("status").GetString().ShouldBe("UNAVAILABLE");
    }

    private async Task<Answer> CallAsync(string client, string upstream, IReadOnlyList<(string Name, string Data)> events, bool cut = false)
    {
        gateway.Scene.Upstream.Behaviour = async (http, _) =>
        {
            if (upstream == "converse") await BinaryAsync(http, events);
            else await EventsAsync(http, events.Select(Frame).DefaultIfEmpty(""));
            if (cut) Cut();
        };
        return await gateway.Scene.PostAsync(PairClient.All[client].Path(upstream, streamed: true), Asked(client, upstream));
    }

    private static string Asked(string client, string upstream) => PairClient.All[client].Ask(upstream, "Be brief.", "hi", streamed: true).ToJsonString();

    private static string Frame((string Name, string Data) told) =>
        (told.Name.Length > 0 ? $"event: {told.Name}\n" : "") + $"data: {told.Data.Replace("KEY", Scene.UpstreamKey, StringComparison.Ordinal)}\n\n";

    private static async Task BinaryAsync(HttpContext http, IReadOnlyList<(string Name, string Data)> events)
    {
        BeginEvents(http);
        http.Response.ContentType = "application/vnd.amazon.eventstream";
        await http.Response.Body.FlushAsync();
        var output = new ArrayBufferWriter<byte>();
        foreach (var (name, data) in events)
        {
            var payload = System.Text.Encoding.UTF8.GetBytes(data.Replace("KEY", Scene.UpstreamKey, StringComparison.Ordinal));
            if (name.EndsWith("Exception", StringComparison.Ordinal)) AwsEventWriter.WriteException(output, name, payload);
            else AwsEventWriter.WriteEvent(output, name, payload);
        }
        await http.Response.Body.WriteAsync(output.WrittenMemory);
        await http.Response.Body.FlushAsync();
    }

    /// <summary>The beginning of an answer.</summary>
    private static IEnumerable<(string Name, string Data)> Text(string upstream) => upstream switch
    {
        "chat" => [("", """{"id":"c","object":"chat.completion.chunk","created":1,"model":"m","choices":[{"index":0,"delta":{"role":"assistant","content":"Hel"},"finish_reason":null}]}""")],
        "responses" =>
        [
            ("response.created", """{"type":"response.created","response":{"id":"r","object":"response","status":"in_progress","model":"m","output":[]},"sequence_number":0}"""),
            ("response.output_text.delta", """{"type":"response.output_text.delta","item_id":"i","output_index":0,"content_index":0,"delta":"Hel","sequence_number":1}"""),
        ],
        "messages" =>
        [
            ("message_start", """{"type":"message_start","message":{"id":"m","type":"message","role":"assistant","model":"m","content":[],"stop_reason":null,"stop_sequence":null,"usage":{"input_tokens":7,"output_tokens":1}}}"""),
            ("content_block_start", """{"type":"content_block_start","index":0,"content_block":{"type":"text","text":""}}"""),
            ("content_block_delta", """{"type":"content_block_delta","index":0,"delta":{"type":"text_delta","text":"Hel"}}"""),
        ],
        "gemini" => [("", """{"candidates":[{"content":{"parts":[{"text":"Hel"}],"role":"model"},"index":0}],"modelVersion":"m"}""")],
        _ => [("messageStart", """{"role":"assistant"}"""), ("contentBlockDelta", """{"contentBlockIndex":0,"delta":{"text":"Hel"}}""")],
    };

    /// <summary>What a client takes an error for stands in other places, and in other words, in each dialect.</summary>
    private static void ShouldSay(string client, JsonElement told, int status, string? code)
    {
        told.GetRawText().ShouldNotContain(Scene.UpstreamKey);
        var error = told.TryGetProperty("error", out var inside) ? inside : told;
        if (client is "chat" or "responses") error.GetProperty("code").GetString().ShouldBe(code, told.GetRawText());
        else if (client == "messages") error.GetProperty("type").GetString().ShouldBe(status switch
        {
            400 => "invalid_request_error", 402 => "billing_error", 429 => "rate_limit_error", 503 => "overloaded_error", 504 => "timeout_error", _ => "api_error",
        }, told.GetRawText());
        else error.GetProperty("status").GetString().ShouldBe(status switch
        {
            400 => "INVALID_ARGUMENT", 402 => "FAILED_PRECONDITION", 429 => "RESOURCE_EXHAUSTED", 503 => "UNAVAILABLE", 504 => "DEADLINE_EXCEEDED", _ => "INTERNAL",
        }, told.GetRawText());
    }

    private static List<JsonElement> EventsOf(string stream) =>
        [.. stream.Split('\n').Where(line => line.StartsWith("data: {", StringComparison.Ordinal)).Select(line => JsonDocument.Parse(line["data: ".Length..]).RootElement)];

    /// <summary>One gateway for all.</summary>
    public sealed class Gateway : IAsyncLifetime
    {
        internal Scene Scene { get; private set; } = null!;

        public async Task InitializeAsync() => Scene = await Scene.StartAsync(Configuration);

        public async Task DisposeAsync() => await Scene.DisposeAsync();
    }
}
