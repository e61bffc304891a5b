using Anthropic;
using Anthropic.Exceptions;
using Anthropic.Models.Messages;
using Weir.Gateway.Ledger;

namespace Weir.Clients.Tests.Messages;

/// <summary>Errors as Anthropic's client for .NET tells its application of them.</summary>
[Trait("Category", "Slow")]
public sealed class MessagesErrorTests(MessagesGateway weir) : IClassFixture<MessagesGateway>
{
    public static TheoryData<string> Models => SimulatedUpstream.Models;

    public static TheoryData<string, string> Breaks
    {
        get
        {
            var breaks = new TheoryData<string, string>();
            foreach (var upstream in SimulatedUpstream.All)
                foreach (var fault in (string[])["cut:5", "reset-mid:5"])
                    breaks.Add(upstream.Model, fault);
            return breaks;
        }
    }

    [Fact]
    public async Task A_bad_key_is_refused_and_leaves_no_row()
    {
        using var seen = new MessagesTap();
        using var client = weir.Client(seen, "wk_nobody-knows-this-one");
        var refused = await Should.ThrowAsync<AnthropicUnauthorizedException>(() => client.Messages.Create(MessagesTests.Ask("sim-chat", "Hello")));
        refused.Type!.Raw().ShouldBe("authentication_error");
        refused.Message.ShouldNotContain("nobody-knows");
        weir.Knows(seen.Id).ShouldBeFalse();
    }

    [Fact]
    public async Task An_unknown_model_is_refused_with_the_nearest_names()
    {
        using var seen = new MessagesTap();
        using var client = weir.Client(seen);
        var refused = await Should.ThrowAsync<AnthropicNotFoundException>(() => client.Messages.Create(MessagesTests.Ask("sim-chatt", "Hello")));
        refused.Type!.Raw().ShouldBe("not_found_error");
        refused.Message.ShouldContain("'sim-chat'");
        refused.RequestID.ShouldBe(seen.Id);
        weir.Ledger(seen.Id).Outcome.ShouldBe(Outcome.Rejected);
    }

    [Theory]
    [MemberData(nameof(Models))]
    public async Task A_result_without_its_call_is_refused(string model)
    {
        using var seen = new MessagesTap();
        using var client = weir.Client(seen);
        var request = MessagesTests.Ask(model, "") with
        {
            Messages = [new UserMessageParam(new MessageContentParam((List<ContentBlockParam>)[new ToolResultBlockParam("toolu_1") { Content = "an answer to nothing" }]))],
        };
        var refused = await Should.ThrowAsync<AnthropicBadRequestException>(() => client.Messages.Create(request));
        refused.Type!.Raw().ShouldBe("invalid_request_error");
        refused.Message.ShouldContain("toolu_1");
    }

    [Theory]
    [MemberData(nameof(Models))]
    public async Task The_client_tries_again_after_429_and_every_try_is_kept(string model)
    {
        using var seen = new MessagesTap { Fault = "status:429:retry-after=1", FaultedTries = 1 };
        using var client = weir.Client(seen, retries: 2);
        (await client.Messages.Create(MessagesTests.Ask(model, "Hello"))).Content.ShouldNotBeEmpty();
        seen.Statuses.ShouldBe([429, 200]);
        var calls = seen.Ids.Select(weir.Ledger).ToList();
        calls.Select(call => call.Outcome).ShouldBe([Outcome.UpstreamError, Outcome.Completed]);
        (calls[1].StartedAt - calls[0].StartedAt).ShouldBeGreaterThan(900_000, "the client waits as long as retry-after says");
    }

    [Theory]
    [MemberData(nameof(Models))]
    public async Task An_error_of_the_provider_is_told(string model)
    {
        using var seen = new MessagesTap { Fault = "status:529" };
        using var client = weir.Client(seen);
        var refused = await Should.ThrowAsync<AnthropicApiException>(() => client.Messages.Create(MessagesTests.Ask(model, "Hello")));
        ((int)refused.StatusCode).ShouldBe(seen.Statuses.ShouldHaveSingleItem());
        refused.Type!.Raw().ShouldBe("overloaded_error");
        weir.Ledger(seen.Id).Attempts.ShouldAllBe(attempt => attempt.Status == 529);
    }

    [Theory]
    [MemberData(nameof(Breaks))]
    public async Task A_stream_that_breaks_is_never_taken_for_a_whole_answer(string model, string fault)
    {
        using var seen = new MessagesTap { Fault = fault };
        using var client = weir.Client(seen);
        await Should.ThrowAsync<Exception>(() => client.Messages.CreateStreaming(MessagesTests.Ask(model, "Hello")).Aggregate());
        weir.Ledger(seen.Id).Outcome.ShouldBeOneOf(Outcome.Truncated, Outcome.UpstreamFailed);
    }
}
