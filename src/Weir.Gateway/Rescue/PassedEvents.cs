using Weir.Dialects;
using Weir.Dialects.Answers;
using Weir.Dialects.OpenAI.Responses;

namespace Weir.Gateway.Rescue;

/// <summary>Reads along with the events of a stream that pass as they are, for what the client has been sent of its answer.</summary>
/// <param name="api">What the stream speaks.</param>
/// <param name="sent">Where it is kept.</param>
internal sealed class PassedEvents(Dialect api, SentAnswer sent)
{
    // The relay reads chat's streams faster than a reader does, and gives no pieces.
    private readonly IAnswerReader? _chat = api == Dialect.Chat ? DialectTable.Provider(api).Stream(1) : null;
    private bool _isDated;

    /// <summary>Takes the payload of an event that the relay has read.</summary>
    public void See(ReadOnlySpan<byte> data)
    {
        if (!sent.CanGoOn && !sent.HasAny) return;
        if (!_isDated) (_isDated, sent.CreatedAt) = (true, AnswerDate.Read(data));
        if (_chat?.Read(default, data, sent) == StreamEventKind.Malformed) sent.GiveUp();
        if (api == Dialect.Messages && data.IndexOf("\"content_block_stop\""u8) >= 0) sent.EndPart();
        if (api != Dialect.Responses || !ItemNews.TryRead(data, out var item, out var ends)) return;
        if (ends) sent.EndPart();
        else sent.Items.Add(item);
    }
}
