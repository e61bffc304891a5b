using System.Globalization;
using Microsoft.Extensions.Primitives;
using Weir.Gateway.Calls;
using Weir.Gateway.Coalescing;
using Weir.Gateway.Endpoints;
using Weir.Gateway.Ledger;
using Weir.Gateway.Upstream;

namespace Weir.Gateway.Fallbacks;

/// <summary>
/// Answers calls that every deployment has failed, where the operator has said what with. No client takes such an answer for a
/// model's: a header says what it is, and so does the ledger.
/// </summary>
internal sealed class LastResort(KeptAnswers kept, TimeProvider time)
{
    /// <summary>The header that tells such an answer from a model's.</summary>
    public const string Header = "x-weir-fallback";

    /// <summary>Answers a call that has failed, if that is any help; else its error stays.</summary>
    public void TryAnswer(Call call)
    {
        if (call.Error is not { } error || !IsOfUse(call, error)) return;
        if (TryGiveAgain(call, new(Header, "cached"))) call.AnswerInstead(new LastAnswer(Outcome.CachedAnswer, error));
        else if (call.Endpoint.Operation == Operation.Generate && StaticAnswer.TryWrite(call)) call.AnswerInstead(new LastAnswer(Outcome.StaticAnswer, error));
    }

    /// <summary>Answers a call whose budget allows for no new answer with one that was kept.</summary>
    /// <param name="call">The call; nothing was tried for it.</param>
    /// <param name="header">Tells the client what it is given.</param>
    /// <returns>False where none was kept.</returns>
    public bool TryGiveKept(Call call, KeyValuePair<string, StringValues> header)
    {
        if (call.Route is null || call.Head!.Background || !TryGiveAgain(call, header)) return false;
        call.AnswerInstead(new LastAnswer(Outcome.CachedAnswer, null));
        return true;
    }

    /// <summary>Gives the answer that the same request was given before, and says how old it is (RFC 9111, 5.1).</summary>
    private bool TryGiveAgain(Call call, KeyValuePair<string, StringValues> header)
    {
        if (call.Route!.CachedAnswer is null || !Sameness.CanRepeat(call) || kept.Find(call, AnswerKey.Of(call)) is not { } answer) return false;
        var age = ((long)(time.GetUtcNow() - answer.KeptAt).TotalSeconds).ToString(CultureInfo.InvariantCulture);
        call.Reply.Reset();
        call.Reply.Begin(answer.Status, [.. answer.Headers, header, new("age", age)], answer.IsStream);
        call.Reply.Hold(answer.Body);
        return true;
    }

    /// <summary>Whether a client could be helped: nothing has been sent, and its own request is not to blame.</summary>
    private static bool IsOfUse(Call call, CallError error) =>
        call.Route is not null && !call.Head!.Background && !call.Reply.HasBegun && IsUpstreams(error);

    /// <summary>A client that asks for too much, or for what is refused, has to hear that: another request would help it.</summary>
    private static bool IsUpstreams(CallError error) => error.Failure is { } failure
        ? !failure.IsRequests()
        : error.Outcome is Outcome.UpstreamFailed or Outcome.TimedOut;
}
