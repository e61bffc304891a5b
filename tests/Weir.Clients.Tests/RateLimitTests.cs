using OpenAI.Chat;
using Weir.Testing;

namespace Weir.Clients.Tests;

public sealed class RateLimitTests(LimitedWeir weir) : IClassFixture<LimitedWeir>
{
    [Fact]
    public async Task The_client_backs_off_for_as_long_as_it_is_told_and_then_gets_its_answer()
    {
        using var request = Scene.Request(
            "/v1/chat/completions", """{"model":"sim","user":"alice","stream":true,"messages":[{"role":"user","content":"hi"}]}""", ("x-sim-fault", "stall:2:60s"));
        // It has begun: it is under way, and nothing else of alice's may be.
        var held = await weir.Http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
        var seen = new WireTap();

        var asked = weir.Chat(seen).CompleteChatAsync([new UserChatMessage("Hello")], new ChatCompletionOptions { EndUserId = "alice" });
        await Scene.UntilAsync(() => seen.Statuses.Contains(429), "the client is refused");
        held.Dispose();
        await asked;

        seen.Statuses[^1].ShouldBe(200);
        weir.Ledger(seen.Ids[seen.Statuses.ToList().IndexOf(429)]).ErrorCode.ShouldBe("rate_limit_exceeded:one-at-a-time");
    }

    [Fact]
    public async Task The_client_sees_what_is_left()
    {
        var answer = await weir.Chat(new WireTap()).CompleteChatAsync([new UserChatMessage("Hello")], new ChatCompletionOptions { EndUserId = "bob" });

        var headers = answer.GetRawResponse().Headers;
        headers.TryGetValue("x-ratelimit-limit-requests", out var limit).ShouldBeTrue();
        headers.TryGetValue("x-ratelimit-remaining-requests", out var remaining).ShouldBeTrue();
        (limit, remaining).ShouldBe(("1000", "999"));
    }
}
