using System.Buffers;
using System.Globalization;
using Microsoft.Extensions.Logging;
using Weir.Dialects.Json;
using Weir.Dialects.OpenAI.Embeddings;
using Weir.Gateway.Calls;
using Weir.Gateway.Coalescing;
using Weir.Gateway.Faults;
using Weir.Gateway.Ledger;
using Weir.Gateway.Telemetry;
using Weir.Gateway.Upstream;

namespace Weir.Gateway.Batching;

/// <summary>Sends a batch as one call, and gives each of its members its share of what comes back.</summary>
internal sealed class BatchSender(OpenBatches open, AttemptsStage attempts, WeirMetrics metrics, SettledMetrics settled, ILogger<BatchSender> log)
{
    /// <summary>The header that says with how many calls one was sent.</summary>
    private const string Header = "x-weir-batched";

    /// <summary>Sees a batch through, from its first member on. Never throws; every member is given its share.</summary>
    public async Task RunAsync(Batch batch)
    {
        await batch.GatherAsync();
        open.Remove(batch);
        var members = batch.Close();
        if (members.Count > 0) open.CompanyOf(members[0]).Waited(forNobody: members.Count == 1);
        try
        {
            if (members.Count == 1) members[0].Give(BatchShare.Alone);
            else if (members.Count > 1) await SendAsync(batch, members);
        }
        catch (Exception broken)
        {
            BatchingLog.SendingFailed(log, broken, members.Count);
            foreach (var member in members) member.Give(new BatchShare { Head = new SharedHead(500, [], IsStream: false), Error = CallErrors.Internal() });
        }
    }

    private async Task SendAsync(Batch batch, IReadOnlyList<BatchMember> members)
    {
        using var joint = JointCall.Of(members, batch.NobodyLeft);
        metrics.BatchSent(joint.Route!.Name, members.Count);
        await attempts.RunAsync(joint);
        if (joint.Attempt is { } last) AttemptAccount.Close(joint, last, joint.ElapsedMicros);
        settled.CountAttempts(joint.Record);
        Share(joint, members);
    }

    private void Share(Call joint, IReadOnlyList<BatchMember> members)
    {
        SplitAnswer? answer = null;
        if (joint.Error is null && !SplitAnswer.TryRead(joint.Reply.Ending, members.Count, out answer))
            BatchingLog.NotDivisible(log, joint.Record.Deployment, joint.Route!.Name, members.Count);
        var isForEach = joint.Error is { } error ? MayBeOnes(error) : answer is null;
        var head = isForEach ? null : HeadOf(joint, members.Count);
        var shares = AttemptShares.Of(joint, members);
        foreach (var attempt in shares.SelectMany(static share => share)) attempt.Hold?.Settle(attempt);
        for (var i = 0; i < members.Count; i++)
        {
            var share = new BatchShare { Attempts = shares[i], Deployment = joint.Record.Deployment, Head = head, Error = joint.Error };
            members[i].Give(answer is null ? share : WithBody(share, answer.Of(i, shares[i][^1].Usage.Input)));
        }
    }

    /// <summary>Whether a failure may be one member's doing, so that the others would be answered without it.</summary>
    private static bool MayBeOnes(CallError error) => error.Failure is { } failure
        ? failure.IsRequests() || failure == FailureClass.Garbled
        : error.Outcome == Outcome.Rejected;

    private static SharedHead HeadOf(Call joint, int size)
    {
        var head = SharedHead.Of(joint, isStream: false);
        List<KeyValuePair<string, Microsoft.Extensions.Primitives.StringValues>> headers = [.. head.Headers, new(Header, size.ToString(CultureInfo.InvariantCulture))];
        if (joint.Faults.Count > 0) headers.Add(new(FaultScope.Header, string.Join(", ", joint.Faults)));
        return head with { Headers = headers };
    }

    private static BatchShare WithBody(BatchShare share, EditedBody body)
    {
        var rented = ArrayPool<byte>.Shared.Rent(body.Length);
        body.CopyTo(rented);
        return share with { Body = rented, Length = body.Length };
    }
}
