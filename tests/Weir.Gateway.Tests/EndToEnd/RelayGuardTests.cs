using System.Net.Http.Headers;
using System.Text;
using Weir.Dialects.Usage;
using Weir.Gateway.Ledger;
using Weir.Testing;
using static Weir.Testing.ScriptedUpstream;

namespace Weir.Gateway.Tests.EndToEnd;

/// <summary>What is passed on without being understood opens no way round what Weir guards, and costs what the provider says.</summary>
public sealed class RelayGuardTests
{
    private const string RelayTo = Scene.Configuration + "\nserver: { relay_to: big }";

    private static readonly string Completed =
        "event: image_generation.completed\ndata: {\"type\":\"image_generation.completed\",\"b64_json\":\"QUJD\",\"usage\":{\"total_tokens\":17,\"input_tokens\":14,\"output_tokens\":3}}\n\n";

    private static readonly string Partial = "event: image_generation.partial_image\ndata: {\"type\":\"image_generation.partial_image\",\"b64_json\":\"QQ==\"}\n\n";

    [Theory]
    [InlineData("/v1//responses/resp_of_another_tenant")]
    [InlineData("/v1/%252e%252e/admin")]
    [InlineData("/v1/files/..%2f..%2fadmin")]
    [InlineData("/v1/files/%5c..%5cadmin")]
    [InlineData("/v1/x/%252e%252e%252fresponses/resp_of_another_tenant")]
    public async Task A_path_that_others_read_differently_goes_nowhere(string path)
    {
        await using var scene = await Scene.StartAsync(RelayTo);

        (await scene.GetAsync(path)).ShouldBeError(404, "unknown_url", scene);

        scene.Upstream.Seen.ShouldBeEmpty();
    }

    [Fact]
    public async Task An_escaped_question_mark_stays_part_of_the_path()
    {
        await using var scene = await Scene.StartAsync(RelayTo);
        scene.Upstream.Behaviour = (http, _) => JsonAsync(http, 200, "{}");

        (await scene.GetAsync("/v1/files/a%3Fb=c%23d")).Status.ShouldBe(200);

        scene.Upstream.Seen.ShouldHaveSingleItem().Path.ShouldBe("/v1/files/a%3Fb=c%23d");
    }

    [Fact]
    public async Task A_key_that_is_bound_to_models_cannot_reach_the_account_by_naming_one()
    {
        await using var scene = await Scene.StartAsync(RelayTo);
        using var client = scene.ClientWith(scene.CreateKey("bound", models: ["asked-model"]).Plaintext);

        using var response = await client.SendAsync(Scene.Request("/v1/fine_tuning/jobs", """{"model":"asked-model"}"""));

        ((int)response.StatusCode).ShouldBe(403);
        scene.Upstream.Seen.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_relayed_request_cannot_go_on_from_another_tenants_response()
    {
        await using var scene = await Scene.StartAsync(RelayTo);

        var answer = await scene.PostAsync("/v1/conversations", """{"model":"asked-model","previous_response_id":"resp_of_another_tenant"}""");

        answer.ShouldBeError(404, "previous_response_not_found", scene);
        scene.Upstream.Seen.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("text/plain")]
    [InlineData("application/octet-stream")]
    [InlineData("application/x-www-form-urlencoded")]
    public async Task A_model_cannot_be_named_unseen_by_calling_json_something_else(string contentType)
    {
        await using var scene = await Scene.StartAsync(RelayTo);
        using var bound = scene.ClientWith(scene.CreateKey("bound", models: ["other-model"]).Plaintext);
        using var named = new StringContent("""{"model":"asked-model","input":"x"}""", Encoding.UTF8, contentType);
        using var unnamed = new StringContent("model=asked-model", Encoding.UTF8, contentType);

        using var forbidden = await bound.PostAsync("/v1/moderations", named);
        using var unread = await scene.Client.PostAsync("/v1/moderations", unnamed);

        (await Scene.AnswerAsync(forbidden)).ShouldBeError(403, "model_not_allowed", scene);
        (await Scene.AnswerAsync(unread)).ShouldBeError(400, "invalid_json", scene);
        scene.Upstream.Seen.ShouldBeEmpty();
    }

    [Fact]
    public async Task Json_by_another_name_goes_where_its_model_leads()
    {
        await using var scene = await Scene.StartAsync(RelayTo);
        scene.Upstream.Behaviour = (http, _) => JsonAsync(http, 200, "{}");
        using var body = new StringContent("""{"model":"asked-model","input":"x"}""", Encoding.UTF8, "text/plain");

        (await scene.Client.PostAsync("/v1/moderations", body)).Dispose();

        scene.Upstream.Seen.ShouldHaveSingleItem().Body.ShouldBe("""{"model":"upstream-model","input":"x"}""");
    }

    [Fact]
    public async Task An_earlier_response_cannot_be_named_unseen_either()
    {
        await using var scene = await Scene.StartAsync(RelayTo);
        using var body = new StringContent(""" {"previous_response_id":"resp_of_another_tenant"}""", Encoding.UTF8, "text/plain");

        using var response = await scene.Client.PostAsync("/v1/responses/compact", body);

        (await Scene.AnswerAsync(response)).ShouldBeError(404, "previous_response_not_found", scene);
        scene.Upstream.Seen.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("Key")]
    [InlineData("KEY")]
    public async Task A_key_in_the_address_never_reaches_the_upstream(string name)
    {
        await using var scene = await Scene.StartAsync(Scene.Configuration.Replace("base_url", "dialect: gemini, base_url", StringComparison.Ordinal));
        scene.Upstream.Behaviour = (http, _) => JsonAsync(http, 200, """{"candidates":[{"content":{"parts":[{"text":"Hi"}],"role":"model"},"finishReason":"STOP","index":0}]}""");
        using var client = scene.ClientWith(null);

        using var response = await client.PostAsync($"/v1beta/models/asked-model:generateContent?{name}={scene.Key}", new StringContent("""{"contents":[]}""", Encoding.UTF8, "application/json"));

        ((int)response.StatusCode).ShouldBe(200);
        scene.Upstream.Seen.ShouldHaveSingleItem().Path.ShouldBe("/v1/models/upstream-model:generateContent");
    }

    [Fact]
    public async Task A_streamed_picture_passes_whole_unasked_and_at_its_price()
    {
        const string Body = """{"model":"upstream-model","prompt":"a weir","stream":true,"partial_images":1}""";
        await using var scene = await Scene.StartAsync();
        scene.Upstream.Behaviour = (http, _) => EventsAsync(http, Partial, Completed);

        var answer = await scene.PostAsync("/v1/images/generations", Body.Replace("upstream-model", "asked-model", StringComparison.Ordinal));

        scene.Upstream.Seen.ShouldHaveSingleItem().Body.ShouldBe(Body);
        answer.Body.ShouldBe(Partial + Completed);
        var row = scene.Ledger(answer.RequestId).ShouldHaveEnded(Outcome.Completed, 200);
        (row.Usage, row.UsageSource).ShouldBe((new TokenUsage(14, 3), UsageSource.Provider));
    }

    [Fact]
    public async Task A_streamed_picture_that_is_cut_is_not_presented_as_whole()
    {
        await using var scene = await Scene.StartAsync();
        scene.Upstream.Behaviour = async (http, _) =>
        {
            await EventsAsync(http, Partial, Partial);
            Cut();
        };

        var answer = await scene.PostAsync("/v1/images/generations", """{"model":"asked-model","stream":true}""");

        answer.IsBrokenOff.ShouldBeTrue();
        (await scene.LedgerRowsAsync(1))[0].Outcome.ShouldBe(Outcome.Truncated);
    }

    [Fact]
    public async Task A_transcription_costs_what_its_usage_says()
    {
        await using var scene = await Scene.StartAsync();
        scene.Upstream.Behaviour = (http, _) => JsonAsync(http, 200, """{"text":"hello","usage":{"type":"tokens","input_tokens":14,"output_tokens":3,"total_tokens":17}}""");

        using var response = await scene.Client.PostAsync("/v1/audio/transcriptions", Recording());

        var row = scene.LedgerRows().ShouldHaveSingleItem();
        (row.Usage, row.UsageSource, row.Cost).ShouldBe((new TokenUsage(14, 3), UsageSource.Provider, 0.000044m));
    }

    [Fact]
    public async Task A_recording_without_usage_is_not_charged_as_if_its_bytes_were_text()
    {
        await using var scene = await Scene.StartAsync();
        scene.Upstream.Behaviour = (http, _) => JsonAsync(http, 200, """{"text":"hello"}""");

        using var response = await scene.Client.PostAsync("/v1/audio/transcriptions", Recording());

        var row = scene.LedgerRows().ShouldHaveSingleItem();
        (row.UsageSource, row.Cost).ShouldBe((UsageSource.None, null));
    }

    [Fact]
    public async Task Counting_tokens_costs_nothing()
    {
        await using var scene = await Scene.StartAsync(ForeignUpstream.Anthropic);
        scene.Upstream.Behaviour = (http, _) => JsonAsync(http, 200, """{"input_tokens":14}""");

        var answer = await scene.PostAsync("/v1/messages/count_tokens", """{"model":"asked-model","messages":[{"role":"user","content":"hi there, how many?"}]}""");

        answer.Body.ShouldBe("""{"input_tokens":14}""");
        var row = scene.Ledger(answer.RequestId).ShouldHaveEnded(Outcome.Completed, 200);
        (row.UsageSource, row.Cost).ShouldBe((UsageSource.None, null));
    }

    [Theory]
    [InlineData("application/json", """[{"index":0,"score":0.5}]""")]
    [InlineData("application/x-ndjson", "{\"a\":1}\n{\"a\":2}\n")]
    [InlineData("application/jsonl", "{\"a\":1}\n{\"a\":2}\n")]
    [InlineData("application/json", "")]
    public async Task An_answer_that_is_no_object_is_relayed_too(string contentType, string body)
    {
        await using var scene = await Scene.StartAsync();
        scene.Upstream.Behaviour = async (http, _) =>
        {
            http.Response.ContentType = contentType;
            await SendAsync(http, body);
        };

        var answer = await scene.PostAsync("/v1/rerank", """{"model":"asked-model","query":"q","documents":["d"]}""");

        (answer.Status, answer.Body).ShouldBe((200, body));
        scene.Ledger(answer.RequestId).ShouldHaveEnded(Outcome.Completed, 200);
    }

    [Fact]
    public async Task A_relayed_object_that_is_not_whole_is_not_presented_as_one()
    {
        await using var scene = await Scene.StartAsync();
        scene.Upstream.Behaviour = (http, _) => JsonAsync(http, 200, """{"results":[{"index":0""");

        (await scene.PostAsync("/v1/rerank", """{"model":"asked-model"}""")).ShouldBeError(502, "upstream_garbled", scene);
    }

    [Fact]
    public async Task Asking_for_headers_alone_is_answered_with_headers_alone()
    {
        await using var scene = await Scene.StartAsync(RelayTo);
        scene.Upstream.Behaviour = (http, _) =>
        {
            http.Response.ContentType = "application/json";
            http.Response.ContentLength = 1000;
            return Task.CompletedTask;
        };

        using var response = await scene.Client.SendAsync(new HttpRequestMessage(HttpMethod.Head, "/v1/files/file_1"));

        ((int)response.StatusCode, response.Content.Headers.ContentLength).ShouldBe((200, 1000));
        scene.LedgerRows().ShouldHaveSingleItem().Outcome.ShouldBe(Outcome.Completed);
    }

    [Fact]
    public async Task A_tuned_model_is_called_by_its_own_path()
    {
        await using var scene = await Scene.StartAsync(
            Scene.Configuration.Replace("base_url", "dialect: gemini, base_url", StringComparison.Ordinal).Replace("model: upstream-model", "model: tunedModels/mine", StringComparison.Ordinal));
        scene.Upstream.Behaviour = (http, _) => JsonAsync(http, 200, """{"candidates":[{"content":{"parts":[{"text":"Hi"}],"role":"model"},"finishReason":"STOP","index":0}]}""");

        (await scene.ChatAsync(Scene.Hello)).Status.ShouldBe(200);

        scene.Upstream.Seen.ShouldHaveSingleItem().Path.ShouldBe("/v1/tunedModels/mine:generateContent");
    }

    private static MultipartFormDataContent Recording() => new("bound")
    {
        { new StringContent("asked-model"), "model" },
        { new ByteArrayContent(new byte[100_000]) { Headers = { ContentType = new MediaTypeHeaderValue("audio/wav") } }, "file", "model" },
    };
}
