using Weir.Dialects;
using Weir.Gateway.Ledger;
using Weir.Gateway.Tests.EndToEnd.Pairs;
using Weir.Testing;
using static Weir.Gateway.Tests.EndToEnd.Rescue.RescueAssertions;
using static Weir.Testing.ScriptedUpstream;

namespace Weir.Gateway.Tests.EndToEnd.Rescue;

/// <summary>A stream that breaks in the middle is brought to its end by another deployment, or its client is told; never neither.</summary>
[Trait("Category", "Slow")]
public sealed class StreamRescueTests
{
    private static readonly string[] Breaks = ["cut", "end", "stall", "overload", "garbage"];

    public static TheoryData<string, string, string> Cases()
    {
        var cases = new TheoryData<string, string, string>();
        foreach (var client in PairClient.All.Keys)
        {
            foreach (var breaks in Breaks) cases.Add(client, client, breaks);
            cases.Add(client, client == "messages" ? "chat" : "messages", "cut");
        }
        return cases;
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task A_model_that_can_is_asked_to_go_on_from_what_was_sent(string client, string first, string breaks)
    {
        await using var scene = await RescueScene.StartAsync(RescueScene.DialectOf(first), prefill: "vllm");
        scene.Break(RescueScene.DialectOf(first), breaks, words: 3, (http, _) => RescueScene.SayAsync(http, RescueScene.Words[3..]));

        var answer = await scene.AskAsync(client);

        ShouldBeWhole(answer, client);
        var asked = scene.Upstream.Seen[1];
        RescueScene.PrefillOf(asked).ShouldBe(string.Concat(RescueScene.Words[..3]).TrimEnd());
        RescueScene.JsonOf(asked).GetProperty("continue_final_message").GetBoolean().ShouldBeTrue();
        ShouldBeSettled(scene, answer, first: breaks == "stall" ? Outcome.TimedOut : null);
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task Any_other_is_asked_anew_and_joins_in_where_the_client_is(string client, string first, string breaks)
    {
        await using var scene = await RescueScene.StartAsync(RescueScene.DialectOf(first));
        scene.Break(RescueScene.DialectOf(first), breaks, words: 3, (http, _) => RescueScene.SayAsync(http, RescueScene.InPieces(7)));

        var answer = await scene.AskAsync(client);

        ShouldBeWhole(answer, client);
        RescueScene.PrefillOf(scene.Upstream.Seen[1]).ShouldBeNull();
        ShouldBeSettled(scene, answer);
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task An_answer_that_departs_from_what_was_sent_is_not_shown(string client, string first, string breaks)
    {
        await using var scene = await RescueScene.StartAsync(RescueScene.DialectOf(first));
        scene.Break(RescueScene.DialectOf(first), breaks, words: 3, (http, _) => RescueScene.SayAsync(http, "Once upon a time, ", "something else. ", "A secret."));

        var answer = await scene.AskAsync(client);

        ShouldBeBroken(answer);
        answer.Body.ShouldNotContain("secret");
        var row = (await scene.LedgerRowsAsync(1)).Single();
        row.Attempts.Select(attempt => attempt.ErrorCode).Last().ShouldBe("upstream_departed");
        row.ErrorCode.ShouldNotBe("upstream_departed");
    }

    [Theory]
    [InlineData("chat")]
    [InlineData("messages")]
    public async Task A_model_that_refuses_to_go_on_is_asked_anew(string client)
    {
        await using var scene = await RescueScene.StartAsync(RescueScene.DialectOf(client), prefill: "assistant");
        scene.Break(RescueScene.DialectOf(client), "cut", words: 3, (http, request) => RescueScene.PrefillOf(request) is null
            ? RescueScene.SayAsync(http, RescueScene.Words)
            : JsonAsync(http, 400, """{"error":{"message":"no prefill","type":"invalid_request_error","param":null,"code":null}}"""));

        var answer = await scene.AskAsync(client);

        ShouldBeWhole(answer, client);
        scene.LedgerRows().Single().Attempts.Select(attempt => attempt.Outcome).ShouldBe([Outcome.Truncated, Outcome.UpstreamError, Outcome.Completed]);
    }

    [Fact]
    public async Task A_model_that_starts_over_instead_of_going_on_is_taken_at_its_word()
    {
        await using var scene = await RescueScene.StartAsync(Dialect.Chat, prefill: "prefix");
        scene.Break(Dialect.Chat, "cut", words: 3, (http, _) => RescueScene.SayAsync(http, RescueScene.Words));

        var answer = await scene.AskAsync("chat");

        ShouldBeWhole(answer, "chat");
        RescueScene.JsonOf(scene.Upstream.Seen[1]).GetProperty("messages").EnumerateArray().Last().GetProperty("prefix").GetBoolean().ShouldBeTrue();
    }

    [Theory]
    [InlineData("chat")]
    [InlineData("responses")]
    [InlineData("messages")]
    [InlineData("gemini")]
    public async Task Without_anybody_to_take_over_the_client_is_told(string client)
    {
        await using var scene = await RescueScene.StartAsync(RescueScene.DialectOf(client), fallbacks: "[]");
        scene.Break(RescueScene.DialectOf(client), "cut", words: 3, (http, _) => RescueScene.SayAsync(http, RescueScene.Words));

        var answer = await scene.AskAsync(client);

        ShouldBeBroken(answer);
        scene.Upstream.Seen.Count.ShouldBe(1);
    }

    [Fact]
    public async Task An_answer_that_ends_before_it_has_said_what_was_sent_is_another_one()
    {
        await using var scene = await RescueScene.StartAsync(Dialect.Chat);
        scene.Break(Dialect.Chat, "cut", words: 3, (http, _) => RescueScene.SayAsync(http, RescueScene.Words[..2]));

        ShouldBeBroken(await scene.AskAsync("chat"));
    }

    [Theory]
    [InlineData("")]
    [InlineData("\n\n")]
    [InlineData("\n")]
    public async Task White_space_that_was_kept_from_the_model_is_said_once(string said)
    {
        await using var scene = await RescueScene.StartAsync(Dialect.Chat, prefill: "assistant");
        scene.Break(Dialect.Chat, "cut", words: 3, (http, _) => RescueScene.SayAsync(http, [.. said.Select(character => character.ToString()), .. RescueScene.Words[3..]]));

        ShouldBeWhole(await scene.AskAsync("chat"), "chat");
    }

    [Fact]
    public async Task What_is_left_out_of_an_answer_cannot_be_gone_on_from()
    {
        await using var scene = await RescueScene.StartAsync(Dialect.Messages);
        scene.Upstream.Behaviour = async (http, request) =>
        {
            if (!RescueScene.IsOf(request, "first-model")) throw new InvalidOperationException("nobody else is to be asked");
            await EventsAsync(http, [.. Speech.Begin(Dialect.Messages, RescueScene.Words.Take(2)),
                ForeignUpstream.Event("content_block_start", """{"type":"content_block_start","index":1,"content_block":{"type":"server_tool_use","id":"s","name":"web_search","input":{}}}"""),
                ForeignUpstream.Delta("more")]);
            Cut();
        };

        ShouldBeBroken(await scene.AskAsync("chat"));
        scene.Upstream.Seen.Count.ShouldBe(1);
    }

    [Fact]
    public async Task A_second_stand_in_takes_over_from_the_first()
    {
        await using var scene = await RescueScene.StartAsync(Dialect.Chat, fallbacks: "[second, third]");
        scene.Break(Dialect.Chat, "cut", words: 2, async (http, request) =>
        {
            if (RescueScene.IsOf(request, "third-model"))
            {
                await RescueScene.SayAsync(http, RescueScene.Words);
                return;
            }
            await EventsAsync(http, Speech.Begin(Dialect.Chat, RescueScene.Words.Take(4)));
            Cut();
        });

        ShouldBeWhole(await scene.AskAsync("chat"), "chat");

        scene.LedgerRows().Single().Attempts.Count.ShouldBe(3);
    }

    [Fact]
    public async Task A_call_of_a_tool_that_has_begun_is_not_gone_on_with()
    {
        await using var scene = await RescueScene.StartAsync(Dialect.Chat);
        scene.Upstream.Behaviour = async (http, request) =>
        {
            if (!RescueScene.IsOf(request, "first-model")) throw new InvalidOperationException("nobody else is to be asked");
            await EventsAsync(http, Chunk("""{"role":"assistant","tool_calls":[{"index":0,"id":"c","type":"function","function":{"name":"f","arguments":"{\"a"}}]}"""));
            Cut();
        };

        ShouldBeBroken(await scene.AskAsync("chat"));
        scene.Upstream.Seen.Count.ShouldBe(1);
    }

    [Fact]
    public async Task The_usage_that_a_client_is_told_is_that_of_the_whole_answer()
    {
        await using var scene = await RescueScene.StartAsync(Dialect.Chat, prefill: "vllm");
        scene.Break(Dialect.Chat, "cut", words: 3, (http, _) => RescueScene.SayAsync(http, RescueScene.Words[3..]));

        var answer = await scene.ChatAsync("""{"model":"asked-model","stream":true,"stream_options":{"include_usage":true},"messages":[{"role":"user","content":"hi"}]}""");

        var usage = EventsOf(answer.Body)[^1].GetProperty("usage");
        var before = Weir.Tokens.TokenEstimate.OfBytes(System.Text.Encoding.UTF8.GetByteCount(string.Concat(RescueScene.Words[..3]).TrimEnd()));
        usage.GetProperty("completion_tokens").GetInt64().ShouldBe(40 + before);
        usage.GetProperty("prompt_tokens").GetInt64().ShouldBe(100 - before);
        EventsOf(answer.Body).Select(chunk => chunk.GetProperty("id").GetString()).Distinct().ShouldHaveSingleItem();
        EventsOf(answer.Body).Select(chunk => chunk.GetProperty("created").GetInt64()).Distinct().ShouldHaveSingleItem();
    }

    [Fact]
    public async Task A_client_that_leaves_ends_the_rescue()
    {
        await using var scene = await RescueScene.StartAsync(Dialect.Chat);
        scene.Break(Dialect.Chat, "cut", words: 3, (http, _) => HangAsync(http));

        var reply = await scene.StreamAsync();
        await reply.UntilAsync("river");
        await Scene.UntilAsync(() => scene.Upstream.Seen.Count == 2, "the second deployment is asked");
        reply.Dispose();

        (await scene.LedgerRowsAsync(1)).Single().Outcome.ShouldBe(Outcome.ClientGone);
        await scene.Upstream.Seen[1].Gone.WaitAsync(TimeSpan.FromSeconds(30));
    }

    private static void ShouldBeSettled(Scene scene, Answer answer, Outcome? first = null)
    {
        var row = scene.Ledger(answer.RequestId).ShouldNotBeNull();
        (row.Outcome, row.Deployment, row.Attempts.Count).ShouldBe((Outcome.Completed, "second", 2));
        row.Attempts[0].Outcome.ShouldNotBe(Outcome.Completed);
        if (first is { } outcome) row.Attempts[0].Outcome.ShouldBe(outcome);
        row.Attempts.ShouldAllBe(attempt => attempt.Usage.Output > 0 && attempt.Cost > 0);
        answer.Headers["x-weir-deployment"].ShouldBe("first");
    }
}
