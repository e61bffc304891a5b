using System.ClientModel;
using OpenAI.Chat;
using Weir.Gateway.Ledger;

namespace Weir.Clients.Tests;

[Trait("Category", "Slow")]
public sealed class ErrorTests(RunningWeir weir) : IClassFixture<RunningWeir>
{
    [Fact]
    public async Task A_bad_key_is_refused_and_leaves_no_row()
    {
        var seen = new WireTap();
        var refused = await Should.ThrowAsync<ClientResultException>(
            () => weir.Client(seen, "wk_nobody-knows-this-one").GetChatClient("sim").CompleteChatAsync("Hello"));
        refused.Status.ShouldBe(401);
        refused.Message.ShouldContain("invalid_api_key");
        refused.Message.ShouldNotContain("nobody-knows");
        weir.Knows(seen.Id).ShouldBeFalse();
    }

    [Fact]
    public async Task An_unknown_model_is_refused_with_the_nearest_names()
    {
        var seen = new WireTap();
        var refused = await Should.ThrowAsync<ClientResultException>(() => weir.Chat(seen, "simm").CompleteChatAsync("Hello"));
        refused.Status.ShouldBe(404);
        refused.Message.ShouldContain("model_not_found");
        refused.Message.ShouldContain("'sim'");
        var call = weir.Ledger(seen.Id);
        call.Outcome.ShouldBe(Outcome.Rejected);
        call.Attempts.ShouldBeEmpty();
    }

    [Fact]
    public async Task The_client_tries_again_after_429_and_every_try_is_kept()
    {
        var seen = new WireTap { Fault = "status:429:retry-after=1", FaultedTries = 1 };
        ChatCompletion answer = await weir.Chat(seen).CompleteChatAsync("Hello");
        answer.FinishReason.ShouldBe(ChatFinishReason.Stop);
        seen.Statuses.ShouldBe([429, 200]);
        var calls = seen.Ids.Select(weir.Ledger).ToList();
        calls.Select(call => call.Outcome).ShouldBe([Outcome.UpstreamError, Outcome.Completed]);
        (calls[1].StartedAt - calls[0].StartedAt).ShouldBeGreaterThan(900_000, "the client waits as long as retry-after says");
    }

    [Fact]
    public async Task An_error_of_the_provider_keeps_its_words()
    {
        var seen = new WireTap { Fault = "status:400" };
        var refused = await Should.ThrowAsync<ClientResultException>(() => weir.Chat(seen).CompleteChatAsync("Hello"));
        refused.Status.ShouldBe(400);
        weir.Ledger(seen.Id).Attempts.ShouldHaveSingleItem().Status.ShouldBe(400);
    }

    [Theory]
    [InlineData("cut:5")]
    [InlineData("reset-mid:5")]
    [InlineData("end:5")]
    [InlineData("malformed:4")]
    public async Task A_stream_that_breaks_is_never_taken_for_a_whole_answer(string fault)
    {
        var seen = new WireTap { Fault = fault };
        var text = "";
        await Should.ThrowAsync<IOException>(async () =>
        {
            await foreach (var update in weir.Chat(seen).CompleteChatStreamingAsync("Hello"))
                text += string.Concat(update.ContentUpdate.Select(part => part.Text));
        });
        text.ShouldNotBeEmpty();
        weir.Ledger(seen.Id).Outcome.ShouldBeOneOf(Outcome.Truncated, Outcome.UpstreamFailed);
    }

    [Fact]
    public async Task The_reason_comes_before_the_break_for_clients_that_read_it()
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/v1/chat/completions")
        {
            Content = new StringContent("""{"model":"sim","stream":true,"messages":[{"role":"user","content":"Hello"}]}""", null, "application/json"),
            Headers = { { "x-sim-fault", "cut:5" } },
        };
        using var response = await weir.Http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
        using var reader = new StreamReader(await response.Content.ReadAsStreamAsync());
        var last = "";
        await Should.ThrowAsync<IOException>(async () =>
        {
            while (await reader.ReadLineAsync() is { } line)
                if (line.Length > 0) last = line;
        });
        last.ShouldStartWith("data: {\"error\":{");
        last.ShouldContain("upstream_cut");
    }

    [Fact]
    public async Task A_stream_without_its_terminator_is_given_one()
    {
        var seen = new WireTap { Fault = "no-done" };
        ChatFinishReason? finish = null;
        await foreach (var update in weir.Chat(seen).CompleteChatStreamingAsync("Hello")) finish ??= update.FinishReason;
        finish.ShouldBe(ChatFinishReason.Stop);
        weir.Ledger(seen.Id).Outcome.ShouldBe(Outcome.Completed);
    }
}
