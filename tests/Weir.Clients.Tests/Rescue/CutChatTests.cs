using OpenAI.Chat;
using Weir.Gateway.Ledger;

namespace Weir.Clients.Tests.Rescue;

/// <summary>OpenAI's client for .NET has the whole answer although the stream behind the gateway was cut.</summary>
public sealed class CutChatTests(CuttingWeir weir) : IClassFixture<CuttingWeir>
{
    [Theory]
    [InlineData(CutStreams.OfChat, "chat", "messages")]
    [InlineData(CutStreams.OfMessages, "messages", "chat")]
    public async Task A_stream_that_was_cut_is_whole(string model, string first, string second)
    {
        var seen = new WireTap();
        var text = "";
        var ends = new List<ChatFinishReason>();
        await foreach (var update in weir.Chat(seen, model).CompleteChatStreamingAsync(CutStreams.Question))
        {
            text += string.Concat(update.ContentUpdate.Select(part => part.Text));
            if (update.FinishReason is { } end) ends.Add(end);
        }

        text.ShouldBe(CutStreams.Text);
        ends.ShouldBe([ChatFinishReason.Stop]);
        weir.Ledger(seen.Id).Attempts.Select(attempt => (attempt.Provider, attempt.Outcome)).ShouldBe([(first, Outcome.Truncated), (second, Outcome.Completed)]);
    }
}
