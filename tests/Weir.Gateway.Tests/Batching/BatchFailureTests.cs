using Weir.Gateway.Ledger;
using Weir.Gateway.Tests.EndToEnd;
using Weir.Testing;
using static Weir.Testing.ScriptedUpstream;

namespace Weir.Gateway.Tests.Batching;

/// <summary>A batch that fails: for one member's text alone that member, for the upstream's reasons as one call would.</summary>
public sealed class BatchFailureTests
{
    private static readonly string TwoProviders = """
        providers:
          up: { base_url: "{upstream}", api_key: "${UPSTREAM_KEY}" }
          google: { dialect: gemini, base_url: "{upstream}", api_key: "${UPSTREAM_KEY}" }
        deployments:
          big: { provider: up, model: upstream-model, price: { input: 1, output: 10 } }
          other: { provider: google, model: gemini-model, price: { input: 1, output: 10 } }
        models:
          asked-model: { route: [big], fallbacks: [other], retries: 0, batch: { wait: 5ms } }
        """;

    [Fact]
    public async Task One_bad_text_fails_alone()
    {
        await using var batch = await BatchScene.StartAsync();
        batch.First = async (http, texts) =>
        {
            if (!texts.Contains("bad")) return false;
            await JsonAsync(http, 400, """{"error":{"message":"too long","type":"invalid_request_error","param":"input","code":null}}""");
            return true;
        };

        var answers = await batch.SendAsync(batch.EmbedAsync("one"), batch.EmbedAsync("bad"), batch.EmbedAsync("other"));

        BatchScene.ShouldBeOf(answers[0], "one");
        BatchScene.ShouldBeOf(answers[2], "other");
        (answers[1].Status, answers[1].Error("message")).ShouldBe((400, "too long"));
        batch.Sizes.Order().ShouldBe([1, 1, 1, 3]);
        answers.ShouldAllBe(answer => !answer.Headers.ContainsKey("x-weir-batched"));
        foreach (var answer in answers)
        {
            var attempts = batch.Scene.Ledger(answer.RequestId)!.Attempts;
            attempts.Select(attempt => (attempt.Number, attempt.BatchId is null)).ShouldBe([(1, false), (2, true)]);
            attempts[0].Cost.ShouldBeNull();
        }
        batch.ShouldAddUp();
    }

    [Theory]
    [InlineData("""{"object":"list","data":[{"index":0,"embedding":[1]}],"usage":{"prompt_tokens":5,"total_tokens":5}}""")]
    [InlineData("""{"object":"list","data":[{"index":0,"embedding":[1]},{"index":0,"embedding":[2]}],"usage":{"prompt_tokens":5,"total_tokens":5}}""")]
    [InlineData("""{"object":"list","data":[{"index":0,"embedding":[1]},{"index":1}],"usage":{"prompt_tokens":5,"total_tokens":5}}""")]
    [InlineData("""{"vectors":[[1],[2]],"usage":{"prompt_tokens":5,"total_tokens":5}}""")]
    public async Task What_cannot_be_divided_is_asked_for_one_by_one_and_has_been_paid_for(string answered)
    {
        await using var batch = await BatchScene.StartAsync();
        batch.First = async (http, texts) =>
        {
            if (texts.Count == 1) return false;
            await JsonAsync(http, 200, answered);
            return true;
        };

        var answers = await batch.SendAsync(batch.EmbedAsync("one"), batch.EmbedAsync("two"));

        BatchScene.ShouldBeOf(answers[0], "one");
        BatchScene.ShouldBeOf(answers[1], "two");
        batch.Sizes.Order().ShouldBe([1, 1, 2]);
        var wasted = answers.Select(answer => batch.Scene.Ledger(answer.RequestId)!.Attempts[0]).ToArray();
        (wasted.Sum(attempt => attempt.Usage.Input), wasted.Sum(attempt => attempt.Cost)).ShouldBe((5, 0.000005m));
    }

    [Fact]
    public async Task An_answer_that_is_too_large_to_be_held_is_asked_for_one_by_one()
    {
        await using var batch = await BatchScene.StartAsync(BatchScene.Configuration + "\nlimits: { translated_answer: 1KiB }\n");

        var vector = "[" + string.Join(',', Enumerable.Repeat("0.125", 5_000)) + "]";
        batch.First = async (http, texts) =>
        {
            if (texts.Count == 1) return false;
            await JsonAsync(http, 200, $$$"""{"data":[{"index":0,"embedding":{{{vector}}}},{"index":1,"embedding":{{{vector}}}}],"usage":{"prompt_tokens":5,"total_tokens":5}}""");
            return true;
        };

        var answers = await batch.SendAsync(batch.EmbedAsync("one"), batch.EmbedAsync("two"));

        BatchScene.ShouldBeOf(answers[0], "one");
        BatchScene.ShouldBeOf(answers[1], "two");
        batch.Sizes.Order().ShouldBe([1, 1, 2]);
    }

    [Fact]
    public async Task A_failing_upstream_is_asked_again_once_for_all()
    {
        await using var batch = await BatchScene.StartAsync(BatchScene.Configuration.Replace("retries: 0", "retries: 2", StringComparison.Ordinal));
        batch.First = async (http, _) =>
        {
            if (batch.Scene.Upstream.Seen.Count > 1) return false;
            await JsonAsync(http, 500, """{"error":{"message":"oops"}}""");
            return true;
        };

        var calls = Enumerable.Range(0, 10).Select(i => batch.EmbedAsync($"text {i}")).ToArray();
        await batch.JoinedAsync(10);
        batch.PassWait();
        await PassAsync(batch, calls);
        var answers = await Task.WhenAll(calls);

        for (var i = 0; i < 10; i++) BatchScene.ShouldBeOf(answers[i], $"text {i}");
        batch.Sizes.ShouldBe([10, 10]);
        answers.ShouldAllBe(answer => answer.Headers["x-weir-attempts"] == "2");
        answers.ShouldAllBe(answer => batch.ShouldAgree(answer).Attempts.Select(attempt => attempt.Outcome).SequenceEqual(new[] { Outcome.UpstreamError, Outcome.Completed }));
        batch.ShouldAddUp();
    }

    [Fact]
    public async Task What_the_upstream_is_to_blame_for_is_told_to_all()
    {
        await using var batch = await BatchScene.StartAsync();
        batch.First = async (http, _) =>
        {
            http.Response.Headers.RetryAfter = "7";
            await JsonAsync(http, 429, """{"error":{"message":"slow down","type":"requests","param":null,"code":"rate_limit_exceeded"}}""");
            return true;
        };

        var answers = await batch.SendAsync(batch.EmbedAsync("one"), batch.EmbedAsync("two"), batch.EmbedAsync("three"));

        batch.Sizes.ShouldBe([3]);
        foreach (var answer in answers)
        {
            answer.ShouldBeError(429, "rate_limit_exceeded", batch.Scene).ShouldBe("slow down");
            (answer.Headers["retry-after"], answer.Headers["x-weir-batched"]).ShouldBe(("7", "3"));
            batch.Scene.Ledger(answer.RequestId).ShouldHaveEnded(Outcome.UpstreamError, 429, "rate_limit_exceeded").Cost.ShouldBeNull();
        }
    }

    [Fact]
    public async Task Another_provider_takes_over_in_its_own_dialect()
    {
        await using var batch = await BatchScene.StartAsync(TwoProviders);
        batch.First = async (http, _) =>
        {
            if (http.Request.Path.Value!.Contains("gemini", StringComparison.Ordinal)) return false;
            await JsonAsync(http, 503, """{"error":{"message":"busy"}}""");
            return true;
        };

        var answers = await batch.SendAsync(batch.EmbedAsync("one"), batch.EmbedAsync("two"), batch.EmbedAsync("three"));

        BatchScene.ShouldBeOf(answers[0], "one");
        BatchScene.ShouldBeOf(answers[1], "two");
        BatchScene.ShouldBeOf(answers[2], "three");
        batch.Sizes.ShouldBe([3, 3]);
        answers.ShouldAllBe(answer => answer.Headers["x-weir-deployment"] == "other" && answer.Headers["x-weir-batched"] == "3");
        answers.ShouldAllBe(answer => batch.ShouldAgree(answer).Attempts.Select(attempt => attempt.Deployment).SequenceEqual(new[] { "big", "other" }));
        batch.ShouldAddUp();
    }

    [Fact]
    public async Task An_answer_that_is_cut_in_the_middle_is_had_elsewhere()
    {
        await using var batch = await BatchScene.StartAsync(TwoProviders);
        batch.First = async (http, _) =>
        {
            if (http.Request.Path.Value!.Contains("gemini", StringComparison.Ordinal)) return false;
            http.Response.ContentType = "application/json";
            await ScriptedUpstream.SendAsync(http, """{"object":"list","data":[{"index":0,"embedding":[""" + new string(' ', 200_000));
            Cut();
            return true;
        };

        var calls = new[] { batch.EmbedAsync("one"), batch.EmbedAsync("two") };
        await batch.JoinedAsync(2);
        batch.PassWait();
        await PassAsync(batch, calls);

        BatchScene.ShouldBeOf(await calls[0], "one");
        BatchScene.ShouldBeOf(await calls[1], "two");
    }

    [Fact]
    public async Task The_deadline_that_the_calls_have_is_kept()
    {
        await using var batch = await BatchScene.StartAsync();
        var hangs = new TaskCompletionSource();
        batch.First = async (http, texts) =>
        {
            if (!texts.Contains("hasty")) return false;
            hangs.SetResult();
            await HangAsync(http);
            return true;
        };
        Task<Answer> HastyAsync(string text) => batch.EmbedAsync(text, "", ("x-weir-timeout", "2s"));

        Task<Answer>[] calls = [HastyAsync("hasty"), HastyAsync("another"), batch.EmbedAsync("patient")];
        await batch.JoinedAsync(3);
        batch.PassWait();
        await hangs.Task;
        BatchScene.ShouldBeOf(await calls[2], "patient");
        batch.Clock.Advance(TimeSpan.FromSeconds(2) - TimeSpan.FromMilliseconds(6));
        calls[0].IsCompleted.ShouldBeFalse();
        batch.Clock.Advance(TimeSpan.FromMilliseconds(1));

        foreach (var call in calls[..2])
        {
            (await call).ShouldBeError(504, "deadline_exceeded", batch.Scene);
            var row = batch.Scene.Ledger((await call).RequestId).ShouldHaveEnded(Outcome.TimedOut, 504, "deadline_exceeded");
            row.DurationMicros.ShouldBe(2_000_000);
            row.Attempts.ShouldHaveSingleItem().BatchId.ShouldNotBeNull();
        }
    }

    /// <summary>Lets pauses before retries pass.</summary>
    private static Task PassAsync(BatchScene batch, IEnumerable<Task> calls) => Scene.UntilAsync(
        () =>
        {
            batch.Clock.Advance(TimeSpan.FromMilliseconds(50));
            return calls.All(call => call.IsCompleted);
        },
        "all are answered");
}
