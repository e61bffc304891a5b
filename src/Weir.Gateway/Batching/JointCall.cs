using System.Buffers;
using Microsoft.AspNetCore.Http;
using Weir.Dialects.OpenAI;
using Weir.Gateway.Calls;
using Weir.Gateway.Endpoints;
using Weir.Gateway.Model;

namespace Weir.Gateway.Batching;

/// <summary>Makes the call that a batch is sent as. It belongs to no client: it has no connection, no row in the ledger, and lasts as long as anybody waits for it.</summary>
internal static class JointCall
{
    /// <summary>Headers that name one request. A provider that knows the idempotency key of one member would give its answer to all.</summary>
    private static readonly HashSet<string> NamingOne = new(["idempotency-key", "x-client-request-id"], StringComparer.OrdinalIgnoreCase);

    /// <param name="members">Whom it is for, in the order of their texts.</param>
    /// <param name="nobodyLeft">Cancelled when nobody waits any more.</param>
    public static Call Of(IReadOnlyList<BatchMember> members, CancellationToken nobodyLeft)
    {
        var first = members[0].Call;
        var joint = new Call(RequestOf(first), first.Endpoint, null, first.Model, first.Time)
        {
            Key = first.Key,
            Members = [.. members.Select(member => member.Call)],
            Body = BodyOf(members),
            // Nothing can be divided before all of it is there; until then another deployment can take over.
            Route = first.Route! with { Commit = CommitPoint.Full },
            Deployment = first.Deployment,
            Regions = first.Regions,
            Needs = first.Needs,
            Priority = first.Priority,
            Deadline = members.Min(member => member.Call.TimeLeft),
        };
        (joint.Record.Tenant, joint.Record.ModelAsked) = (first.Record.Tenant, first.Record.ModelAsked);
        joint.WaitedForUntil(nobodyLeft);
        // Each of the bodies that this one is made of was read before.
        RequestHeadReader.TryRead(joint.Body.Bytes.Span, out var head, out _);
        joint.Head = head;
        return joint;
    }

    private static DefaultHttpContext RequestOf(Call first)
    {
        var (from, http) = (first.Http.Request, new DefaultHttpContext());
        (http.Request.Method, http.Request.Path, http.Request.QueryString) = (from.Method, from.Path, from.QueryString);
        foreach (var (name, value) in from.Headers)
            if (first.Route!.Steering.Allows(name) && !NamingOne.Contains(name)) http.Request.Headers[name] = value;
        return http;
    }

    private static RequestBody BodyOf(IReadOnlyList<BatchMember> members)
    {
        var body = new RequestBody();
        Append(body, members[0].Before);
        for (var i = 0; i < members.Count; i++)
        {
            Append(body, i == 0 ? "["u8.ToArray() : ","u8.ToArray());
            Append(body, members[i].Text);
        }
        Append(body, "]"u8.ToArray());
        Append(body, members[0].After);
        return body;
    }

    private static void Append(RequestBody body, ReadOnlyMemory<byte> more) => body.Append(new ReadOnlySequence<byte>(more));
}
