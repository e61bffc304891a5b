using Weir.Gateway.Identity;
using Weir.Gateway.Ledger;
using Weir.Testing;
using static Weir.Gateway.Tests.EndToEnd.Attempts.TwoProviders;

namespace Weir.Gateway.Tests.EndToEnd.Attempts;

/// <summary>Every call has a deadline, whoever set it, and it holds through all attempts.</summary>
[Trait("Category", "Slow")]
public sealed class DeadlineTests
{
    private const string OneOnly = ", fallbacks: [second]";

    [Theory]
    [InlineData("deadline: 400ms", "", "")]
    [InlineData("", "limits: { deadline: 400ms }", "")]
    [InlineData("", "", "400ms")]
    [InlineData("", "", "0.4")]
    [InlineData("deadline: 400ms", "", "1h")]
    public async Task A_call_that_is_not_answered_in_time_ends(string model, string more, string header)
    {
        await using var scene = await Scene.StartAsync(With(model, more: more).Replace(OneOnly, "", StringComparison.Ordinal));
        scene.Play(first: (http, _) => ScriptedUpstream.HangAsync(http));

        var answer = await scene.PostAsync("/v1/chat/completions", Scene.Hello, header.Length == 0 ? [] : [("x-weir-timeout", header)]);

        answer.ShouldBeError(504, "deadline_exceeded", scene).ShouldContain("0.4 s");
        scene.Ledger(answer.RequestId).ShouldHaveEnded(Outcome.TimedOut, 504, "deadline_exceeded");
        await scene.Upstream.Seen.Single().Gone.WaitAsync(TimeSpan.FromSeconds(30));
    }

    [Fact]
    public async Task A_key_may_have_a_shorter_one()
    {
        const string Secret = "wk-deadline-0123456789abcdef";
        await using var scene = await Scene.StartAsync(With(more: $"keys: {{ hasty: {{ value: {Secret}, deadline: 400ms }} }}").Replace(OneOnly, "", StringComparison.Ordinal));
        scene.Play(first: (http, _) => ScriptedUpstream.HangAsync(http));
        using var client = scene.ClientWith(Secret);

        var answer = await Scene.AnswerAsync(await client.SendAsync(Scene.Request("/v1/chat/completions", Scene.Hello)));

        answer.ShouldBeError(504, "deadline_exceeded", scene);
    }

    [Fact]
    public async Task A_stored_key_may_have_a_shorter_one_too()
    {
        await using var scene = await Scene.StartAsync(With().Replace(OneOnly, "", StringComparison.Ordinal));
        scene.Play(first: (http, _) => ScriptedUpstream.HangAsync(http));
        var key = scene.Keys.Create(new NewKey("hasty", "default") { Deadline = TimeSpan.FromMilliseconds(400) });
        using var client = scene.ClientWith(key.Plaintext);

        var answer = await Scene.AnswerAsync(await client.SendAsync(Scene.Request("/v1/chat/completions", Scene.Hello)));

        answer.ShouldBeError(504, "deadline_exceeded", scene).ShouldContain("0.4 s");
    }

    [Fact]
    public async Task One_that_is_silent_leaves_time_for_the_next()
    {
        await using var scene = await Scene.StartAsync(With("deadline: 2s"));
        scene.Play(first: (http, _) => ScriptedUpstream.HangAsync(http));

        var answer = await scene.ChatAsync(Scene.Hello);

        (answer.Status, answer.Headers["x-weir-deployment"]).ShouldBe((200, "second"));
    }

    [Fact]
    public async Task A_wait_that_would_go_past_the_deadline_is_not_begun()
    {
        await using var scene = await Scene.StartAsync(With("deadline: 2s").Replace(OneOnly, "", StringComparison.Ordinal));
        scene.Play(first: Fails(429, retryAfter: "3"));

        (await scene.ChatAsync(Scene.Hello)).Status.ShouldBe(429);

        scene.Asked().ShouldBe((1, 0));
    }

    [Theory]
    [InlineData("soon")]
    [InlineData("-1")]
    [InlineData("Infinity")]
    [InlineData("-Infinity")]
    [InlineData("NaN")]
    [InlineData("0")]
    public async Task A_wish_that_cannot_be_read_is_refused(string header)
    {
        await using var scene = await Scene.StartAsync();

        (await scene.PostAsync("/v1/chat/completions", Scene.Hello, ("x-weir-timeout", header))).ShouldBeError(400, "invalid_header", scene).ShouldContain("x-weir-timeout");

        scene.Upstream.Seen.ShouldBeEmpty();
    }
}
