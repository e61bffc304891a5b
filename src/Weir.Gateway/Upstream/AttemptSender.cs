using System.Runtime.CompilerServices;
using System.Text.Json;
using Weir.Dialects;
using Weir.Dialects.Conversations;
using Weir.Dialects.Gemini;
using Weir.Dialects.Json;
using Weir.Dialects.Limits;
using Weir.Dialects.Needs;
using Weir.Gateway.Calls;
using Weir.Gateway.Endpoints;
using Weir.Gateway.Faults;
using Weir.Gateway.Ledger;
using Weir.Gateway.Model;
using Weir.Gateway.Responses;
using Weir.Gateway.Translation;

namespace Weir.Gateway.Upstream;

/// <summary>Makes an attempt of a call, sends it and waits for the response's headers. What is sent is recorded, whatever becomes of it.</summary>
internal sealed class AttemptSender(UpstreamClients clients, FaultInjector faults, EarlierTurns earlier, AccountGuard guard, CallGate gate, TimeProvider time)
{
    /// <summary>Makes an attempt that is ready to be sent, and notes it in the call: not to be called twice at a time for one call.</summary>
    /// <param name="call">The call.</param>
    /// <param name="deployment">Where it goes.</param>
    /// <param name="hasAlternative">Whether another deployment could still answer, so that a silent one is not waited for as long.</param>
    /// <param name="isHedge">Whether it goes beside another one that is late.</param>
    /// <returns>The attempt or, where none can be sent, why not; neither where Weir has answered by itself.</returns>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    public async ValueTask<SentAttempt> PrepareAsync(Call call, DeploymentModel deployment, bool hasAlternative, bool isHedge = false)
    {
        var api = ApiOf(call.Endpoint, deployment.Provider);
        CallTranslation? translation = null;
        EmbeddingTranslation? embedding = null;
        var passes = api == call.Endpoint.Dialect && !CannotPass(call, deployment);
        var isRescue = call.Rescue is { IsUnderWay: true };
        var isBackground = BackgroundRules.IsAskedFor(call, api);
        if (isBackground && BackgroundRules.Refusal(call, passes) is { } unfit) return new(null, unfit);
        if (!passes || isRescue)
        {
            if (call.Endpoint.Operation == Operation.CountTokens)
            {
                TokenCount.Answer(call);
                return default;
            }
            if (call.Endpoint.Operation == Operation.Generate && await earlier.ReadAsync(call) is { } gone) return new(null, gone);
            CallError? refused;
            if (call.Endpoint.Operation == Operation.Embed) embedding = EmbeddingTranslation.Begin(call, deployment, api, out refused);
            else if (call.Endpoint.Operation == Operation.Generate) translation = CallTranslation.Begin(call, deployment, api, passes, out refused);
            else refused = CallErrors.UnsupportedEndpoint(call.Head!.Model, call.Endpoint.Path);
            if (refused is not null) return new(null, refused);
        }
        if (await guard.CheckAsync(call, deployment.Provider, api, translation is { PassesRequest: true } ? null : translation) is { } shared)
        {
            translation?.Dispose();
            return new(null, shared);
        }
        // What goes on without its client has to be heard of first: it is paid for, and could not be found again without its name.
        var watch = new AttemptWatch(AttemptLimits.Of(call, deployment, hasAlternative), time, isBackground ? CancellationToken.None : call.ClientGone, gate.Cut);
        var attempt = new Attempt(deployment, clients.For(deployment.Provider), Record(call, deployment, isHedge), watch)
        {
            Api = api, Translation = translation, Embedding = embedding, IsBackground = isBackground, IsLimited = translation?.IsLimited == true,
        };
        return new(attempt, null);
    }

    /// <summary>Sends an attempt and waits for the response's headers. All that touches the call is done before this first waits.</summary>
    /// <returns>Why there is no answer to come, or null.</returns>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    public async ValueTask<CallError?> SendAsync(Call call, Attempt attempt)
    {
        try
        {
            attempt.Response = await faults.SendAsync(call, attempt, RequestOf(call, attempt));
            Note(call, attempt);
            HearLimits(attempt);
            return (int)attempt.Response.StatusCode < 300 ? null : await UpstreamAnswers.ErrorOfAsync(attempt);
        }
        catch (Exception broken) when (UpstreamFailures.IsExpected(broken))
        {
            return UpstreamFailures.OfSend(broken, attempt);
        }
    }

    /// <summary>What the provider says of its limits, where the operator has said that there are some.</summary>
    private void HearLimits(Attempt attempt)
    {
        if (attempt.Slot is not { Quotas: not null } slot) return;
        var said = default(ProviderLimits);
        foreach (var header in attempt.Response!.Headers.NonValidated) said.Take(header.Key, header.Value.ToString(), time.GetUtcNow());
        slot.Heard(said);
    }

    /// <summary>Whether a call has to be told anew although the upstream speaks its dialect.</summary>
    private static bool CannotPass(Call call, DeploymentModel deployment) => call.Endpoint.Operation == Operation.Generate && call.Endpoint.Dialect switch
    {
        Dialect.Chat => false,
        Dialect.Gemini when CallTranslation.WantsArray(call) => true,
        _ => IsForeign(call.Previous, deployment) || SignatureMark.IsIn(call.Body!.Bytes.Span),
    };

    /// <summary>
    /// Whether a call goes on from a response that the deployment's provider does not keep itself: then it is told all that was
    /// said. One that it keeps it could answer only because it had all of the conversation before.
    /// </summary>
    private static bool IsForeign(ResponseLink? previous, DeploymentModel deployment) => previous is not null && previous.Deployment != deployment.Name;

    /// <summary>What is not answering conversations does not go by the APIs that answer them: whoever is of the family can do it.</summary>
    private static Dialect ApiOf(CallEndpoint endpoint, ProviderModel provider)
    {
        var isOfFamily = (endpoint.Dialect, provider.Family) is (Dialect.Chat, ProviderFamily.OpenAI) or (Dialect.Gemini, ProviderFamily.Gemini);
        if (isOfFamily && endpoint.Operation is Operation.Embed or Operation.Relay) return endpoint.Dialect;
        var api = provider.ApiFor(endpoint.Dialect);
        return (api == endpoint.Dialect, endpoint.Operation, provider.Family) switch
        {
            (false, Operation.Embed, ProviderFamily.OpenAI) => Dialect.Chat,
            (false, Operation.Embed, ProviderFamily.Gemini) => Dialect.Gemini,
            _ => api,
        };
    }

    private static AttemptRecord Record(Call call, DeploymentModel deployment, bool isHedge)
    {
        var record = new AttemptRecord
        {
            Number = call.Record.Attempts.Count + 1,
            Deployment = deployment.Name,
            Provider = deployment.Provider.Name,
            ModelSent = deployment.UpstreamModel,
            StartedMicros = call.ElapsedMicros,
            IsHedge = isHedge,
            Region = deployment.Region,
            Origin = call.Record.OriginOfNext(isHedge),
        };
        call.Record.Attempts.Add(record);
        return record;
    }

    private static UpstreamRequest RequestOf(Call call, Attempt attempt) => new(
        UpstreamPaths.Of(call.Endpoint, attempt.Api, attempt.Deployment.UpstreamModel, call.Record.Streamed),
        attempt.IsTranslated && attempt.Translation is not { PassesRequest: true } ? new EditedBody(attempt.Translation?.Request ?? attempt.Embedding!.Request, default(ByteEdit)) : Edited(call, attempt),
        call.Http.Request,
        call.Endpoint.Operation == Operation.Relay ? call.Http.Request.ContentType : "application/json",
        // One that is only told anew in its own dialect keeps that dialect's headers.
        attempt.Translation?.CrossesDialects ?? attempt.IsTranslated,
        attempt.Deployment.Provider.IsAccountOf(call.Key!.Tenant) ? null : call.Key.Tenant);

    /// <summary>The client's bytes, but for the model's name and, in a stream, the wish for usage.</summary>
    private static EditedBody Edited(Call call, Attempt attempt)
    {
        var head = call.Head!;
        if (call.OutputLimit is { } limit && call.Endpoint.KnowsOutputLimit) return Limited(call, attempt, limit);
        if (head.NamedAgain.Count > 0) return new EditedBody(call.Body!.Bytes, Renamed(head.NamedAgain, attempt.Deployment));
        return new EditedBody(call.Body!.Bytes, ModelEdit(call, attempt), UsageEdit(call, attempt));
    }

    /// <summary>The same, and a limit of its output that allows for no more than the call's.</summary>
    private static EditedBody Limited(Call call, Attempt attempt, long limit)
    {
        var member = call.Endpoint == CallEndpoint.Completions ? "max_tokens" : attempt.Deployment.Provider.MaxTokensMember;
        var edits = OutputLimitEdits.Of(call.Endpoint.Dialect, call.Body!.Bytes.Span, limit, member);
        attempt.IsLimited |= edits.Count > 0;
        edits.AddRange(Renamed(call.Head!.NamedAgain, attempt.Deployment));
        if (ModelEdit(call, attempt) is { Range.IsEmpty: false } model) edits.Add(model);
        if (UsageEdit(call, attempt) is { Replacement.IsEmpty: false } usage) edits.Add(usage);
        // In a stable order: two may insert at the same place.
        return new EditedBody(call.Body.Bytes, [.. edits.OrderBy(static edit => edit.Range.Start)]);
    }

    private static ByteEdit ModelEdit(Call call, Attempt attempt) =>
        call.Head!.ModelRange.IsEmpty ? default : new ByteEdit(call.Head.ModelRange, NameOf(call, attempt.Deployment));

    private static ByteEdit UsageEdit(Call call, Attempt attempt)
    {
        if (!call.Record.Streamed || !call.Endpoint.KnowsStreamOptions) return default;
        attempt.StripsUsage = !call.Head!.AsksForUsage;
        return call.Head.UsageEdit;
    }

    /// <summary>A body that names the model although its address does.</summary>
    private static ByteEdit[] Renamed(IReadOnlyList<ByteRange> names, DeploymentModel deployment)
    {
        if (names.Count == 0) return [];
        ReadOnlyMemory<byte> name = JsonSerializer.SerializeToUtf8Bytes(GeminiDialect.ResourceOf(deployment.UpstreamModel));
        return [.. names.Select(range => new ByteEdit(range, name))];
    }

    /// <summary>The model's name as the body writes it: quoted in JSON, bare in a form.</summary>
    private static ReadOnlyMemory<byte> NameOf(Call call, DeploymentModel deployment) =>
        call.Body!.Bytes.Span[call.Head!.ModelRange.Start] == '"' ? deployment.UpstreamModelJson : MultipartHead.ModelValue(deployment.UpstreamModel);

    private static void Note(Call call, Attempt attempt)
    {
        attempt.Record.FirstByteMicros = call.ElapsedMicros;
        attempt.Record.Status = (int)attempt.Response!.StatusCode;
        var headers = attempt.Response.Headers.NonValidated;
        if (headers.TryGetValues("x-request-id", out var ids) || headers.TryGetValues("request-id", out ids) || headers.TryGetValues("x-amzn-requestid", out ids))
            attempt.Record.UpstreamRequestId = ids.ToString() is { Length: <= 128 } id ? id : null;
    }
}
