using System.Globalization;
using Weir.Gateway.Coalescing;
using Weir.Gateway.Ledger;
using Weir.Gateway.Tests.EndToEnd;
using Weir.Testing;

namespace Weir.Gateway.Tests.Batching;

/// <summary>Calls of a tenant that embed one text each are one upstream call, and each is answered as if it had been alone.</summary>
[Trait("Category", "Slow")]
public sealed class BatchingTests
{
    [Fact]
    public async Task What_is_charged_for_a_request_is_charged_once()
    {
        await using var batch = await BatchScene.StartAsync(BatchScene.Configuration.Replace("price: { input: 1,", "price: { request: 0.01, input: 1,", StringComparison.Ordinal));

        var answers = await batch.SendAsync(batch.EmbedAsync("one"), batch.EmbedAsync("another"), batch.EmbedAsync("a third one"));

        batch.Sizes.ShouldBe([3]);
        var rows = answers.Select(batch.ShouldAgree).ToArray();
        rows.Sum(row => row.Cost).ShouldBe(0.01m + (rows.Sum(row => row.Usage.Input) / 1_000_000m));
    }

    [Fact]
    public async Task Fifty_texts_go_together_and_each_client_gets_its_own_vector()
    {
        await using var batch = await BatchScene.StartAsync();
        var texts = Enumerable.Range(1, 50).Select(i => new string((char)('a' + (i % 26)), i * 3) + " \"é\" \n").ToArray();

        var answers = await batch.SendAsync([.. texts.Select(text => batch.EmbedAsync(text))]);

        batch.Sizes.ShouldBe([50]);
        for (var i = 0; i < texts.Length; i++)
        {
            BatchScene.ShouldBeOf(answers[i], texts[i]);
            (answers[i].Headers["x-weir-batched"], answers[i].Headers["x-weir-deployment"], answers[i].Json.GetProperty("model").GetString()).ShouldBe(("50", "big", "upstream-embed"));
            var row = batch.ShouldAgree(answers[i]).ShouldHaveEnded(Outcome.Completed, 200);
            (row.Deployment, row.ModelAnswered, row.UsageSource).ShouldBe(("big", "upstream-embed", UsageSource.Provider));
            row.Attempts.ShouldHaveSingleItem().EndedMicros.ShouldBe(5_000);
        }
        answers.Select(answer => answer.RequestId).Distinct().Count().ShouldBe(50);
        batch.ShouldAddUp();
        await batch.ShouldBeEmptyAsync();
    }

    [Fact]
    public async Task Whose_text_is_longer_pays_more()
    {
        await using var batch = await BatchScene.StartAsync();

        var answers = await batch.SendAsync(batch.EmbedAsync(new string('a', 100)), batch.EmbedAsync(new string('b', 300)));

        // 407 tokens, of which a quarter and three quarters are 101.75 and 305.25.
        answers.Select(answer => batch.ShouldAgree(answer).Usage.Input).ShouldBe([102, 305]);
        batch.ShouldAddUp();
    }

    [Fact]
    public async Task A_full_batch_waits_for_nobody()
    {
        await using var batch = await BatchScene.StartAsync(BatchScene.Configuration.Replace("max: 64", "max: 4", StringComparison.Ordinal));

        var answers = await Task.WhenAll(Enumerable.Range(0, 8).Select(i => batch.EmbedAsync($"text {i}")));

        batch.Sizes.ShouldBe([4, 4]);
        answers.ShouldAllBe(answer => answer.Headers["x-weir-batched"] == "4");
        batch.ShouldAddUp();
    }

    [Fact]
    public async Task Together_they_have_no_more_bytes_than_a_provider_takes_tokens()
    {
        await using var batch = await BatchScene.StartAsync();
        var (one, other) = (new string('a', 200_000), new string('b', 200_000));

        var first = batch.EmbedAsync(one);
        await batch.JoinedAsync(1);
        var second = batch.EmbedAsync(other);
        // The first is sent off at once.
        BatchScene.ShouldBeOf(await first, one);
        await batch.JoinedAsync(1);
        batch.PassWait();

        BatchScene.ShouldBeOf(await second, other);
        batch.Sizes.ShouldBe([1, 1]);
    }

    [Fact]
    public async Task A_call_that_nobody_joins_goes_alone_and_as_it_is()
    {
        await using var batch = await BatchScene.StartAsync();

        var answer = (await batch.SendAsync(batch.EmbedAsync("text", """,  "user":"ann" """))).Single();

        BatchScene.ShouldBeOf(answer, "text");
        answer.Headers.ContainsKey("x-weir-batched").ShouldBeFalse();
        batch.Scene.Upstream.Seen.Single().Body.ShouldBe(BatchScene.Body("text", """,  "user":"ann" """).Replace("asked-model", "upstream-model", StringComparison.Ordinal));
        batch.ShouldAgree(answer).Attempts.ShouldHaveSingleItem().BatchId.ShouldBeNull();
    }

    [Theory]
    [InlineData("""{"model":"asked-model","input":["one","two"]}""")]
    [InlineData("""{"model":"asked-model","input":[1,2,3]}""")]
    [InlineData("""{"model":"asked-model","input":""}""")]
    [InlineData("""{"model":"asked-model","input":"one","input":"other"}""")]
    public async Task What_cannot_be_sent_with_others_does_not_wait_for_them(string body)
    {
        await using var batch = await BatchScene.StartAsync();

        var answer = await batch.Scene.PostAsync("/v1/embeddings", body);

        answer.Status.ShouldBe(200);
        batch.Scene.Upstream.Seen.Single().Body.ShouldBe(body.Replace("asked-model", "upstream-model", StringComparison.Ordinal));
    }

    [Fact]
    public async Task After_three_that_waited_for_nobody_none_waits_until_two_come_together()
    {
        await using var batch = await BatchScene.StartAsync();
        for (var i = 0; i < 3; i++)
        {
            await batch.SendAsync(batch.EmbedAsync("lonely"));
            batch.Clock.Advance(TimeSpan.FromSeconds(1));
        }

        // The clock stands still: this one cannot have waited.
        BatchScene.ShouldBeOf(await batch.EmbedAsync("hasty"), "hasty");
        // And these have come no later than it would have waited.
        var answers = await batch.SendAsync(batch.EmbedAsync("one"), batch.EmbedAsync("other"));

        answers.ShouldAllBe(answer => answer.Headers["x-weir-batched"] == "2");
        batch.Sizes.ShouldBe([1, 1, 1, 1, 2]);
    }

    [Fact]
    public async Task Vectors_in_base64_pass_as_they_are()
    {
        await using var batch = await BatchScene.StartAsync();

        var answers = await batch.SendAsync(batch.EmbedAsync("one", ""","encoding_format":"base64" """), batch.EmbedAsync("other", ""","encoding_format":"base64" """));

        answers[0].Json.GetProperty("data")[0].GetProperty("embedding").GetString().ShouldBe("AABAQAAA3kIAAKFD");
        BatchScene.ShouldBeOf(answers[0], "one");
        BatchScene.ShouldBeOf(answers[1], "other");
        batch.Sizes.ShouldBe([2]);
    }

    [Fact]
    public async Task A_list_of_one_text_goes_with_the_others()
    {
        await using var batch = await BatchScene.StartAsync();

        var answers = await batch.SendAsync(batch.EmbedAsync("one"), batch.Scene.PostAsync("/v1/embeddings", """{"model":"asked-model","input":[ "other" ]}"""));

        BatchScene.ShouldBeOf(answers[0], "one");
        BatchScene.ShouldBeOf(answers[1], "other");
        batch.Sizes.ShouldBe([2]);
    }

    [Fact]
    public async Task Equal_texts_that_share_an_answer_are_one_text_of_the_batch()
    {
        await using var batch = await BatchScene.StartAsync(BatchScene.Configuration.Replace("batch:", "coalesce: deterministic, batch:", StringComparison.Ordinal));

        Task<Answer>[] calls = [batch.EmbedAsync("same"), batch.EmbedAsync("other"), batch.EmbedAsync("same")];
        await Scene.UntilAsync(() => batch.Scene.Part<SharedAnswers>().Waiting == 3, "all have come");
        await batch.JoinedAsync(2);
        batch.PassWait();
        var answers = await Task.WhenAll(calls);

        BatchScene.ShouldBeOf(answers[0], "same");
        BatchScene.ShouldBeOf(answers[1], "other");
        BatchScene.ShouldBeOf(answers[2], "same");
        batch.Sizes.ShouldBe([2]);
        var follower = batch.Scene.LedgerRows().Single(row => row.SharedWith is not null);
        (follower.Cost, follower.Deployment, follower.ModelAnswered).ShouldBe((0m, "big", "upstream-embed"));
        batch.ShouldAddUp();
    }

    [Fact]
    public async Task The_upstream_is_asked_as_one_client_would_ask()
    {
        await using var batch = await BatchScene.StartAsync();

        await batch.SendAsync(
            batch.EmbedAsync("one", ",\"dimensions\":3", ("idempotency-key", "mine"), ("x-pass-on", "steers")),
            batch.EmbedAsync("other", ",\"dimensions\":3", ("idempotency-key", "yours"), ("x-pass-on", "steers")));

        var seen = batch.Scene.Upstream.Seen.Single();
        seen.Body.ShouldBeOneOf(
            """{"model":"upstream-model","input":["one","other"],"dimensions":3}""",
            """{"model":"upstream-model","input":["other","one"],"dimensions":3}""");
        seen.Headers["x-pass-on"].ShouldBe("steers");
        // One member's key would have a provider answer all with what it has for that one.
        seen.Headers.ContainsKey("idempotency-key").ShouldBeFalse();
    }

    [Fact]
    public async Task A_batch_counts_as_one_attempt_in_the_metrics()
    {
        await using var batch = await BatchScene.StartAsync();

        await batch.SendAsync(batch.EmbedAsync("one"), batch.EmbedAsync("other"), batch.EmbedAsync("third"));

        var metrics = (await batch.Scene.GetAsync("/metrics")).Body;
        var tokens = "one".Length + "other".Length + "third".Length + 7;
        metrics.ShouldContain("""weir_attempts_total{provider="up",deployment="big",outcome="completed"} 1""");
        metrics.ShouldContain("""weir_embedding_batch_calls_sum{model="asked-model"} 3""");
        metrics.Split('\n').Single(line => line.StartsWith("gen_ai_client_token_usage_sum", StringComparison.Ordinal) && line.Contains("\"input\"", StringComparison.Ordinal))
            .ShouldEndWith(" " + tokens.ToString(CultureInfo.InvariantCulture));
    }
}
