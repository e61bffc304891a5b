using System.Net.Http.Headers;
using System.Text.Json;
using Weir.Gateway.Identity;
using Weir.Gateway.Ledger;
using Weir.Gateway.Model;
using Weir.Testing;

namespace Weir.Gateway.Tests.EndToEnd;

public sealed class IdentityTests
{
    [Fact]
    public async Task A_stored_keys_priority_is_that_of_its_calls()
    {
        await using var scene = await Scene.StartAsync(Scene.Configuration.Replace("price:", "concurrency: { max: 1, queue: 0 }, price:", StringComparison.Ordinal));
        scene.Upstream.Behaviour = (http, _) => ScriptedUpstream.HangAsync(http);
        using var hangUp = new CancellationTokenSource();
        var ahead = scene.BeginChatAsync(Scene.Hello, hangUp.Token);
        await Scene.UntilAsync(() => scene.Upstream.Seen.Count == 1, "the only room is taken");
        using var client = scene.ClientWith(scene.Keys.Create(new NewKey("nightly", "default") { Priority = CallPriority.Low }).Plaintext);

        var answer = await Scene.AnswerAsync(await client.SendAsync(Scene.Request("/v1/chat/completions", Scene.Hello)));

        answer.ShouldBeError(503, "model_overloaded", scene);
        (await scene.GetAsync("/metrics")).Body.ShouldContain("weir_deployment_attempts_refused_total{deployment=\"big\",priority=\"low\",reason=\"full\"} 1");
        await hangUp.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(ahead);
    }

    [Theory]
    [InlineData("Authorization", "Bearer {0}")]
    [InlineData("authorization", "bearer  {0} ")]
    [InlineData("x-api-key", "{0}")]
    [InlineData("api-key", "{0}")]
    public async Task A_key_is_taken_from_the_header_where_the_clients_dialect_puts_it(string header, string form)
    {
        await using var scene = await Scene.StartAsync();

        var answer = await SendAsync(scene, null, (header, string.Format(System.Globalization.CultureInfo.InvariantCulture, form, scene.Key)));

        answer.Status.ShouldBe(200, answer.Body);
        scene.Upstream.Seen.Single().Headers["authorization"].ShouldBe("Bearer " + Scene.UpstreamKey);
    }

    [Theory]
    [InlineData(null, null, "missing_api_key")]
    [InlineData("Authorization", "Bearer", "missing_api_key")]
    [InlineData("Authorization", "Basic d2s6eA==", "missing_api_key")]
    [InlineData("x-api-key", " ", "missing_api_key")]
    [InlineData("Authorization", "Bearer wk_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA", "invalid_api_key")]
    [InlineData("Authorization", "Bearer sk-upstream-secret-0123456789", "invalid_api_key")]
    [InlineData("x-api-key", "' OR 1=1 --", "invalid_api_key")]
    public async Task Without_a_good_key_there_is_nothing(string? header, string? value, string code)
    {
        await using var scene = await Scene.StartAsync();

        var answer = await SendAsync(scene, null, header is null ? [] : [(header, value!)]);

        answer.ShouldBeError(401, code, scene);
        scene.Upstream.Seen.ShouldBeEmpty();
        scene.LedgerRows().ShouldBeEmpty();
        (await scene.GetAsync("/metrics")).Body.ShouldContain("outcome=\"rejected\"} 1");
    }

    [Fact]
    public async Task A_key_of_enormous_length_is_just_a_bad_key()
    {
        await using var scene = await Scene.StartAsync();

        (await SendAsync(scene, new string('k', 20_000))).ShouldBeError(401, "invalid_api_key", scene);
    }

    [Fact]
    public async Task A_key_made_while_the_gateway_runs_works_at_once_and_a_revoked_one_stops()
    {
        await using var scene = await Scene.StartAsync();
        for (var i = 0; i < 5; i++)
        {
            var made = scene.CreateKey($"fresh-{i}", "acme");
            (await SendAsync(scene, made.Plaintext)).Status.ShouldBe(200);
        }

        var key = scene.CreateKey("short-lived");
        (await SendAsync(scene, key.Plaintext)).Status.ShouldBe(200);
        scene.Keys.Revoke("short-lived", "ada");
        await scene.Part<KeyRing>().RefreshAsync();

        (await SendAsync(scene, key.Plaintext)).ShouldBeError(401, "invalid_api_key", scene);
    }

    [Fact]
    public async Task Two_tenants_calls_land_on_their_own_rows()
    {
        await using var scene = await Scene.StartAsync();
        scene.Upstream.Behaviour = (http, request) => ScriptedUpstream.JsonAsync(http, 200, $$"""{"choices":[],"echo":{{request.Body}}}""");
        var keys = Enumerable.Range(0, 4).Select(i => scene.CreateKey($"key-{i}", $"tenant-{i}")).ToArray();

        var answers = await Task.WhenAll(Enumerable.Range(0, 80).Select(async i =>
        {
            using var client = scene.ClientWith(keys[i % 4].Plaintext);
            using var response = await client.SendAsync(Scene.Request("/v1/chat/completions", $$"""{"model":"asked-model","user":"u{{i}}","secret":"of-{{i}}"}"""));
            return await Scene.AnswerAsync(response);
        }));

        for (var i = 0; i < answers.Length; i++)
        {
            answers[i].Json.GetProperty("echo").GetProperty("secret").GetString().ShouldBe($"of-{i}");
            var row = scene.Ledger(answers[i].RequestId)!;
            (row.Tenant, row.KeyId, row.User).ShouldBe(($"tenant-{i % 4}", keys[i % 4].Key.Id, $"u{i}"));
        }
    }

    [Fact]
    public async Task A_key_may_be_limited_to_models()
    {
        await using var scene = await Scene.StartAsync(Scene.Configuration + "\n  other-model: { route: [big] }\n  org/slashed: { route: [big] }\n");
        var key = scene.CreateKey("limited", models: ["other-model", "org/slashed"]).Plaintext;

        var refused = await SendAsync(scene, key);
        refused.ShouldBeError(403, "model_not_allowed", scene);
        scene.Ledger(refused.RequestId).ShouldHaveEnded(Outcome.Rejected, 403, "model_not_allowed");
        (await SendAsync(scene, key, body: """{"model":"other-model"}""")).Status.ShouldBe(200);
        (await SendAsync(scene, key, body: """{"model":"asked-modl"}""")).ShouldBeError(404, "model_not_found", scene).ShouldNotContain("asked-model");

        (await GetAsync(scene, "/v1/models", key)).Json.GetProperty("data").EnumerateArray().Select(model => model.GetProperty("id").GetString())
            .ShouldBe(["org/slashed", "other-model"]);
        (await GetAsync(scene, "/v1/models/other-model", key)).Json.GetProperty("id").GetString().ShouldBe("other-model");
        (await GetAsync(scene, "/v1/models/asked-model", key)).ShouldBeError(404, "model_not_found", scene).ShouldNotContain("Did you mean 'asked");
        (await scene.GetAsync("/v1/models")).Json.GetProperty("data").GetArrayLength().ShouldBe(3);
    }

    [Theory]
    [InlineData("/v1/models/org/slashed")]
    [InlineData("/v1/models/org%2Fslashed")]
    [InlineData("/v1/models/org%2fslashed")]
    public async Task A_models_name_may_hold_slashes(string path)
    {
        await using var scene = await Scene.StartAsync(Scene.Configuration + "\n  org/slashed: { route: [big] }\n");

        var answer = await scene.GetAsync(path);

        answer.Status.ShouldBe(200, answer.Body);
        var model = answer.Json;
        (model.GetProperty("id").GetString(), model.GetProperty("object").GetString(), model.GetProperty("created").ValueKind)
            .ShouldBe(("org/slashed", "model", JsonValueKind.Number));
    }

    [Theory]
    [InlineData("/v1/models")]
    [InlineData("/v1/models/asked-model")]
    [InlineData("/v1/models/nonsense")]
    public async Task Models_are_shown_only_to_who_has_a_key(string path)
    {
        await using var scene = await Scene.StartAsync();

        (await GetAsync(scene, path, null)).ShouldBeError(401, "missing_api_key", scene);
        (await GetAsync(scene, path, "wk_wrong")).ShouldBeError(401, "invalid_api_key", scene);
    }

    [Fact]
    public async Task A_flood_of_bad_keys_leaves_good_ones_alone()
    {
        await using var scene = await Scene.StartAsync();

        var flood = Enumerable.Range(0, 200).Select(i => SendAsync(scene, $"wk_{i}")).ToArray();
        (await scene.ChatAsync(Scene.Hello)).Status.ShouldBe(200);

        (await Task.WhenAll(flood)).ShouldAllBe(answer => answer.Status == 401);
    }

    internal static async Task<Answer> SendAsync(Scene scene, string? key, (string Name, string Value)[]? headers = null, string body = Scene.Hello)
    {
        using var client = scene.ClientWith(null);
        using var request = Scene.Request("/v1/chat/completions", body, headers ?? []);
        if (key is not null) request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", key);
        using var response = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
        return await Scene.AnswerAsync(response);
    }

    private static Task<Answer> SendAsync(Scene scene, string? key, params (string Name, string Value)[] headers) => SendAsync(scene, key, headers, Scene.Hello);

    private static async Task<Answer> GetAsync(Scene scene, string path, string? key)
    {
        using var client = scene.ClientWith(key);
        using var response = await client.GetAsync(path);
        return await Scene.AnswerAsync(response);
    }
}
