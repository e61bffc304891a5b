using Weir.Gateway.Ledger;
using Weir.Testing;

namespace Weir.Gateway.Tests.EndToEnd;

/// <summary>Responses whose upstream knows chat alone: Weir keeps the conversation.</summary>
public sealed class StoredResponsesTests
{
    private const string First = """{"model":"asked-model","input":"first question"}""";

    [Fact]
    public async Task A_conversation_goes_on_from_any_of_its_answers()
    {
        await using var scene = await Scene.StartAsync();
        var first = await IdAsync(scene, First);
        var second = await IdAsync(scene, $$"""{"model":"asked-model","instructions":"be brief","input":[{"role":"user","content":"second question"}],"previous_response_id":"{{first}}"}""");
        var other = await IdAsync(scene, $$"""{"model":"asked-model","input":"another second question","previous_response_id":"{{first}}"}""");

        scene.Upstream.Seen[1].Body.ShouldContain("first question");
        scene.Upstream.Seen[1].Body.ShouldContain("Hello there.");
        scene.Upstream.Seen[1].Body.ShouldContain("second question");
        scene.Upstream.Seen[2].Body.ShouldNotContain("be brief");
        (first == second || second == other).ShouldBeFalse();
        scene.LedgerRows().ShouldAllBe(row => row.Outcome == Outcome.Completed && row.Endpoint == "responses");
    }

    [Fact]
    public async Task It_can_be_looked_at_listed_and_forgotten()
    {
        await using var scene = await Scene.StartAsync();
        var first = await IdAsync(scene, First);
        var second = await IdAsync(scene, $$"""{"model":"asked-model","input":"second question","previous_response_id":"{{first}}"}""");

        var found = await scene.GetAsync($"/v1/responses/{second}");
        (found.Json.GetProperty("id").GetString(), found.Json.GetProperty("previous_response_id").GetString()).ShouldBe((second, first));
        var items = (await scene.GetAsync($"/v1/responses/{second}/input_items?order=asc")).Json;
        items.GetProperty("data").GetArrayLength().ShouldBe(3);
        items.GetProperty("has_more").GetBoolean().ShouldBeFalse();
        var page = (await scene.GetAsync($"/v1/responses/{second}/input_items?order=asc&limit=1&after={items.GetProperty("first_id").GetString()}")).Json;
        page.GetProperty("data")[0].GetProperty("role").GetString().ShouldBe("assistant");
        page.GetProperty("has_more").GetBoolean().ShouldBeTrue();

        using var deleted = await scene.Client.DeleteAsync($"/v1/responses/{first}");
        (await deleted.Content.ReadAsStringAsync()).ShouldBe($$"""{"id":"{{first}}","object":"response","deleted":true}""");
        (await scene.GetAsync($"/v1/responses/{first}")).ShouldBeError(404, "response_not_found", scene);
        (await scene.PostAsync("/v1/responses", $$"""{"model":"asked-model","input":"x","previous_response_id":"{{second}}"}"""))
            .ShouldBeError(404, "previous_response_not_found", scene);
    }

    [Fact]
    public async Task Another_tenant_has_no_sight_of_it()
    {
        await using var scene = await Scene.StartAsync(Scene.With("tenants: { default: {}, rival: {} }"));
        var id = await IdAsync(scene, First);
        using var rival = scene.ClientWith(scene.CreateKey("rival", tenant: "rival").Plaintext);

        foreach (var (method, path) in (ReadOnlySpan<(HttpMethod, string)>)[(HttpMethod.Get, ""), (HttpMethod.Get, "/input_items"), (HttpMethod.Delete, ""), (HttpMethod.Post, "/cancel")])
        {
            using var response = rival.Send(new HttpRequestMessage(method, $"/v1/responses/{id}{path}"));
            ((int)response.StatusCode).ShouldBe(404);
        }
        using var stolen = await rival.SendAsync(Scene.Request("/v1/responses", $$"""{"model":"asked-model","input":"and?","previous_response_id":"{{id}}"}"""));
        ((int)stolen.StatusCode).ShouldBe(404);
        (await stolen.Content.ReadAsStringAsync()).ShouldContain("previous_response_not_found");
        scene.Upstream.Seen.Count.ShouldBe(1);
        (await scene.GetAsync($"/v1/responses/{id}")).Status.ShouldBe(200);
    }

    [Theory]
    [InlineData("""{"model":"asked-model","input":"x","store":false}""", "30d")]
    [InlineData(First, "0s")]
    public async Task What_is_not_to_be_kept_is_not(string body, string retention)
    {
        await using var scene = await Scene.StartAsync(Scene.With($"responses: {{ retention: {retention} }}"));

        var id = await IdAsync(scene, body);

        (await scene.GetAsync($"/v1/responses/{id}")).Status.ShouldBe(404);
    }

    [Fact]
    public async Task What_is_over_its_time_is_gone()
    {
        var time = new FakeTimeProvider();
        await using var scene = await Scene.StartAsync(Scene.With("responses: { retention: 1h }"), time);
        var id = await IdAsync(scene, First);

        time.Advance(TimeSpan.FromMinutes(59));
        (await scene.GetAsync($"/v1/responses/{id}")).Status.ShouldBe(200);
        time.Advance(TimeSpan.FromMinutes(2));
        (await scene.GetAsync($"/v1/responses/{id}")).Status.ShouldBe(404);
    }

    private static async Task<string> IdAsync(Scene scene, string body)
    {
        var answer = await scene.PostAsync("/v1/responses", body);
        answer.Status.ShouldBe(200, answer.Body);
        return answer.Json.GetProperty("id").GetString()!;
    }
}
