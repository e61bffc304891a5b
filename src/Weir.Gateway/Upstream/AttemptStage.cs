using System.Runtime.CompilerServices;
using Weir.Dialects;
using Weir.Dialects.Conversations;
using Weir.Dialects.Json;
using Weir.Gateway.Calls;
using Weir.Gateway.Endpoints;
using Weir.Gateway.Ledger;
using Weir.Gateway.Model;
using Weir.Gateway.Translation;

namespace Weir.Gateway.Upstream;

/// <summary>Sends the call to its deployment and waits for the response's headers. Every try is recorded.</summary>
internal sealed class AttemptStage(UpstreamClients clients, CallGate gate, TimeProvider time) : ICallStage
{
    /// <inheritdoc/>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    public async ValueTask<bool> RunAsync(Call call)
    {
        var deployment = call.Deployment!;
        var api = ApiOf(call.Endpoint, deployment.Provider);
        CallTranslation? translation = null;
        if (api != call.Endpoint.Dialect || CannotPass(call, deployment))
        {
            if (call.Endpoint.Operation == Operation.CountTokens)
            {
                TokenCount.Answer(call);
                return false;
            }
            if (call.Endpoint.Operation != Operation.Generate) return call.Fail(CallErrors.UnsupportedEndpoint(call.Head!.Model, call.Endpoint.Path));
            translation = CallTranslation.Begin(call, deployment, api, out var refused);
            if (translation is null) return call.Fail(refused!);
        }
        var attempt = Begin(call, deployment, api, translation);
        try
        {
            attempt.Response = await attempt.Client.SendAsync(RequestOf(call, attempt), attempt.Watch.Token);
            Note(call, attempt);
            if ((int)attempt.Response.StatusCode < 300) return true;
            call.Reply.Forward(attempt.Response, attempt.Translation is not null);
            return End(call, attempt, await UpstreamAnswers.ErrorOfAsync(attempt));
        }
        catch (Exception broken) when (UpstreamFailures.IsExpected(broken))
        {
            return End(call, attempt, UpstreamFailures.OfSend(broken, attempt));
        }
    }

    /// <summary>Whether a call has to be told anew although the upstream speaks its dialect.</summary>
    private static bool CannotPass(Call call, DeploymentModel deployment) => call.Endpoint.Operation == Operation.Generate && call.Endpoint.Dialect switch
    {
        Dialect.Chat => false,
        Dialect.Gemini when CallTranslation.WantsArray(call) => true,
        _ => IsForeignHistory(call, deployment) || SignatureMark.IsIn(call.Body!.Bytes.Span),
    };

    /// <summary>Whether the call goes on from a response that the deployment's provider does not keep itself: then it is told all that was said.</summary>
    private static bool IsForeignHistory(Call call, DeploymentModel deployment)
    {
        // A loop: a closure would be made for every call, most of which go on from nothing.
        for (var i = 0; i < call.History.Count; i++)
            if (call.History[i].Deployment != deployment.Name) return true;
        return false;
    }

    /// <summary>What is not answering conversations is never translated: whoever is of the family can do it, everybody else cannot.</summary>
    private static Dialect ApiOf(CallEndpoint endpoint, ProviderModel provider)
    {
        var isOfFamily = (endpoint.Dialect, provider.Family) is (Dialect.Chat, ProviderFamily.OpenAI) or (Dialect.Gemini, ProviderFamily.Gemini);
        return isOfFamily && endpoint.Operation is Operation.Embed or Operation.Relay ? endpoint.Dialect : provider.ApiFor(endpoint.Dialect);
    }

    private Attempt Begin(Call call, DeploymentModel deployment, Dialect api, CallTranslation? translation)
    {
        var record = new AttemptRecord
        {
            Number = call.Record.Attempts.Count + 1,
            Deployment = deployment.Name,
            Provider = deployment.Provider.Name,
            ModelSent = deployment.UpstreamModel,
            StartedMicros = call.ElapsedMicros,
        };
        call.Record.Attempts.Add(record);
        var watch = new AttemptWatch(deployment.Timeouts, time, call.Http.RequestAborted, gate.Cut);
        return call.Attempt = new Attempt(deployment, clients.For(deployment.Provider), record, watch) { Api = api, Translation = translation };
    }

    private static UpstreamRequest RequestOf(Call call, Attempt attempt) => new(
        UpstreamPaths.Of(call.Endpoint, attempt.Api, attempt.Deployment.UpstreamModel, call.Record.Streamed),
        attempt.Translation is { } translation ? new EditedBody(translation.Request, default) : Edited(call, attempt),
        call.Http.Request,
        call.Endpoint.Operation == Operation.Relay ? call.Http.Request.ContentType : "application/json",
        IsTranslated: attempt.Translation is { CrossesDialects: true });

    /// <summary>The client's bytes, but for the model's name and, in a stream, the wish for usage.</summary>
    private static EditedBody Edited(Call call, Attempt attempt)
    {
        var head = call.Head!;
        var model = head.ModelRange.IsEmpty ? default : new ByteEdit(head.ModelRange, NameOf(call, attempt.Deployment));
        if (!call.Record.Streamed || !call.Endpoint.KnowsStreamOptions) return new EditedBody(call.Body!.Bytes, model);
        attempt.StripsUsage = !head.AsksForUsage;
        return new EditedBody(call.Body!.Bytes, model, head.UsageEdit);
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

    private static bool End(Call call, Attempt attempt, CallError error)
    {
        attempt.Record.Outcome = error.Outcome;
        attempt.Record.ErrorCode = error.Code;
        return call.Fail(error);
    }
}
