using Weir.Dialects.Answers;
using Weir.Dialects.Conversations;
using Weir.Gateway.Calls;
using Weir.Gateway.Translation;
using Weir.Gateway.Upstream;

namespace Weir.Gateway.Relay;

/// <summary>Relays an answer in another dialect than the client's. What the upstream gives (a stream, one object) need not be what the client is given.</summary>
internal static class TranslatedRelay
{
    public static IAnswerRelay Of(Call call, Attempt attempt, bool isStream)
    {
        var translation = attempt.Translation!;
        attempt.Draft = new Draft(call, attempt)
        {
            IsStream = call.Record.Streamed,
            ContentType = call.Record.Streamed && !translation.AsArray ? "text/event-stream; charset=utf-8" : "application/json",
        };
        var output = new TranslatedOutput(call, attempt, translation);
        var facts = new FactsSink(WayTo(output, translation));
        return isStream
            ? new StreamRelay(call, attempt, new TranslatedEvents(call, attempt, output, facts))
            : new WholeTranslatedRelay(call, attempt, output, facts);
    }

    /// <summary>What the pieces of an answer pass on their way to the client.</summary>
    private static IAnswerSink WayTo(TranslatedOutput output, CallTranslation translation) =>
        Promises.Keep(translation.Context.Conversation, translation.Marks is { } origin ? new SignatureMark(origin, output.Intake) : output.Intake);
}
