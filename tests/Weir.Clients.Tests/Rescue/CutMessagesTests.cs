using Anthropic;
using Weir.Clients.Tests.Messages;
using Weir.Gateway.Ledger;

namespace Weir.Clients.Tests.Rescue;

/// <summary>Anthropic's client for .NET has the whole answer although the stream behind the gateway was cut.</summary>
public sealed class CutMessagesTests(CuttingMessagesGateway weir) : IClassFixture<CuttingMessagesGateway>
{
    [Theory]
    [InlineData(CutStreams.OfMessages, "messages", "chat")]
    [InlineData(CutStreams.OfChat, "chat", "messages")]
    public async Task A_stream_that_was_cut_is_whole(string model, string first, string second)
    {
        using var seen = new MessagesTap();
        using var client = weir.Client(seen);

        var answer = await client.Messages.CreateStreaming(MessagesTests.Ask(model, CutStreams.Question)).Aggregate();

        answer.Content.ShouldHaveSingleItem().TryPickText(out var text).ShouldBeTrue();
        text!.Text.ShouldBe(CutStreams.Text);
        answer.StopReason!.Raw().ShouldBe("end_turn");
        weir.Ledger(seen.Id).Attempts.Select(attempt => (attempt.Provider, attempt.Outcome)).ShouldBe([(first, Outcome.Truncated), (second, Outcome.Completed)]);
    }
}
