using Weir.Dialects.OpenAI.Embeddings;
using Weir.Gateway.Calls;
using Weir.Gateway.Endpoints;
using Weir.Gateway.Faults;
using Weir.Gateway.Model;

namespace Weir.Gateway.Batching;

/// <summary>Lets calls of a tenant that embed one text each, in the same way and at the same time, be sent as one. Each is answered as if it had been sent alone.</summary>
internal sealed class BatchStage(OpenBatches open, BatchSender sender, FaultBoard faults) : ICallStage
{
    /// <inheritdoc/>
    public ValueTask<bool> RunAsync(Call call) =>
        call.Route?.Batch is { } limits && !faults.Singles(call) && IsFit(call, out var input) ? JoinAsync(call, limits, input) : new(true);

    private async ValueTask<bool> JoinAsync(Call call, BatchModel limits, SingleInput input)
    {
        var member = new BatchMember(call, input);
        if (open.Join(BatchKey.Of(call, input), limits, member, out var isOwn) is not { } batch) return true;
        // It goes on by itself: whoever opened it may leave before the others.
        if (isOwn) _ = sender.RunAsync(batch);
        using var gone = call.ClientGone.Register(() => batch.Leave(member));
        return Take(call, await member.Share);
    }

    /// <returns>Whether the call goes on, to be sent by itself.</returns>
    private static bool Take(Call call, BatchShare share)
    {
        call.Record.Attempts.AddRange(share.Attempts);
        call.Record.Deployment = share.Deployment;
        if (share.Head is { } head) call.Reply.Begin(head.Status, head.Headers, head.IsStream);
        if (share.Body is { } body)
        {
            call.Reply.Announce(share.Length);
            call.Reply.Hold(body, share.Length);
            call.Record.FirstByteMicros = call.ElapsedMicros;
        }
        if (call.ClientGone.IsCancellationRequested) return call.Fail(CallErrors.ClientGone());
        return share.Head is null || (share.Error is { } error && call.Fail(error));
    }

    /// <summary>Whether a call can be sent with others.</summary>
    private static bool IsFit(Call call, out SingleInput input)
    {
        input = default;
        return call.Endpoint == CallEndpoint.Embeddings
            && call.Head!.Kept is null
            && SingleInput.TryFind(call.Body!.Bytes.Span, out input)
            // An empty text is refused, and so would be all that were sent with it.
            && input.TextBytes is > 0 and <= Batch.MostTextBytes;
    }
}
