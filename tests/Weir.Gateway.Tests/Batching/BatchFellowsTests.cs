using Weir.Testing;

namespace Weir.Gateway.Tests.Batching;

/// <summary>Who is sent with whom.</summary>
public sealed class BatchFellowsTests
{
    [Theory]
    [InlineData(",\"dimensions\":3", "x-other", "any")]
    [InlineData(",\"encoding_format\":\"base64\"", "x-other", "any")]
    [InlineData(",\"user\":\"ann\"", "x-other", "any")]
    [InlineData("", "x-pass-on", "another")]
    [InlineData("", "x-weir-priority", "low")]
    [InlineData("", "x-weir-timeout", "10s")]
    public async Task What_the_upstream_would_be_told_otherwise_is_not_sent_together(string member, string header, string value)
    {
        await using var batch = await BatchScene.StartAsync();

        var answers = await batch.SendAsync(batch.EmbedAsync("one"), batch.EmbedAsync("other", member, (header, value)));

        BatchScene.ShouldBeOf(answers[0], "one");
        BatchScene.ShouldBeOf(answers[1], "other");
        batch.Sizes.ShouldBe([1, 1]);
    }

    [Fact]
    public async Task Whom_a_call_is_for_makes_no_difference()
    {
        await using var batch = await BatchScene.StartAsync();
        using var second = batch.Scene.ClientWith(batch.Scene.CreateKey("second").Plaintext);

        var answers = await batch.SendAsync(
            batch.EmbedAsync("one", "", ("x-weir-feature", "search"), ("x-client-request-id", "mine")),
            AskAsync(second, "other"));

        batch.Sizes.ShouldBe([2]);
        var rows = answers.Select(answer => batch.ShouldAgree(answer)).ToArray();
        (rows[0].Feature, rows[0].ClientRequestId, rows[1].Feature, rows[1].ClientRequestId).ShouldBe(("search", "mine", null, null));
        rows[0].KeyId.ShouldNotBe(rows[1].KeyId);
    }

    [Fact]
    public async Task Another_tenants_never()
    {
        await using var batch = await BatchScene.StartAsync(BatchScene.Configuration + "\ntenants: { default: {}, other: {} }\n");
        using var others = batch.Scene.ClientWith(batch.Scene.CreateKey("theirs", "other").Plaintext);

        var answers = await batch.SendAsync(batch.EmbedAsync("ours"), AskAsync(others, "theirs"));

        BatchScene.ShouldBeOf(answers[0], "ours");
        BatchScene.ShouldBeOf(answers[1], "theirs");
        batch.Sizes.ShouldBe([1, 1]);
    }

    [Fact]
    public async Task Nor_another_models_although_it_leads_to_the_same_deployment()
    {
        await using var batch = await BatchScene.StartAsync(BatchScene.Configuration + "\n  twin-model: { route: [big], batch: { wait: 5ms } }\n");

        await batch.SendAsync(batch.EmbedAsync("one"), batch.Scene.PostAsync("/v1/embeddings", BatchScene.Body("other").Replace("asked-model", "twin-model", StringComparison.Ordinal)));

        batch.Sizes.ShouldBe([1, 1]);
    }

    [Fact]
    public async Task Nor_what_runs_under_another_configuration()
    {
        await using var batch = await BatchScene.StartAsync();

        var before = batch.EmbedAsync("before");
        await batch.JoinedAsync(1);
        (await batch.Scene.ReloadAsync(BatchScene.Configuration.Replace("price: { input: 1,", "price: { input: 2,", StringComparison.Ordinal))).ShouldBeTrue();
        var answers = await batch.SendAsync(before, batch.EmbedAsync("after"));

        batch.Sizes.ShouldBe([1, 1]);
        answers.Select(answer => batch.ShouldAgree(answer)).Select(row => row.Cost!.Value / row.Usage.Input).ShouldBe([0.000001m, 0.000002m]);
    }

    [Fact]
    public async Task Each_deployment_of_a_route_gets_its_share()
    {
        await using var batch = await BatchScene.StartAsync(BatchScene.Configuration
            .Replace("models:", "  small: { provider: up, model: small-model, price: { input: 1, output: 10 } }\nmodels:", StringComparison.Ordinal)
            .Replace("route: [big]", "route: [big, small]", StringComparison.Ordinal));

        var answers = await batch.SendAsync([.. Enumerable.Range(0, 40).Select(i => batch.EmbedAsync($"text {i}"))]);

        batch.Sizes.Sum().ShouldBe(40);
        batch.Sizes.Count.ShouldBe(2);
        foreach (var group in answers.GroupBy(answer => answer.Headers["x-weir-deployment"])) group.ShouldAllBe(answer => answer.Headers["x-weir-batched"] == $"{group.Count()}");
        batch.ShouldAddUp();
    }

    private static async Task<Answer> AskAsync(HttpClient client, string text)
    {
        using var response = await client.SendAsync(Scene.Request("/v1/embeddings", BatchScene.Body(text)));
        return await Scene.AnswerAsync(response);
    }
}
