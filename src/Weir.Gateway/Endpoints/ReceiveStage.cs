using System.Globalization;
using System.IO.Pipelines;
using System.Runtime.CompilerServices;
using Microsoft.AspNetCore.Http;
using Weir.Dialects;
using Weir.Dialects.OpenAI;
using Weir.Gateway.Calls;
using Weir.Gateway.Identity;

namespace Weir.Gateway.Endpoints;

/// <summary>
/// Takes in the request's body, up to its limit, and reads the members of it that Weir owns. Runs after Identity: nobody
/// without a key makes the gateway hold a byte.
/// </summary>
internal sealed class ReceiveStage : ICallStage
{
    /// <inheritdoc/>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    public async ValueTask<bool> RunAsync(Call call)
    {
        var limit = call.Model.Limits.RequestBody;
        if (call.Http.Request.ContentLength > limit) return call.Fail(CallErrors.BodyTooLarge(limit));
        call.Body = new RequestBody();
        if (await ReadAsync(call.Http.Request.BodyReader, call.Body, limit) is { } error) return call.Fail(error);
        if (ReadHead(call, out var fault) is not { } head) return call.Fail(CallErrors.BadRequest(fault!));
        call.Head = head;
        call.Record.ModelAsked = head.Model.Length > 0 ? head.Model : null;
        call.Record.Prompt = head.Prompt?.ToString("x16", CultureInfo.InvariantCulture);
        call.Record.Streamed = call.Endpoint.AlwaysStreams || (head.Stream && call.Endpoint.MayStream);
        return Attribution.Complete(call) is not { } refused || call.Fail(refused);
    }

    private static RequestHead? ReadHead(Call call, out RequestFault? fault)
    {
        var body = call.Body!.Bytes.Span;
        if (call.Endpoint.Operation == Operation.Relay)
        {
            var contentType = call.Http.Request.ContentType ?? "";
            if (contentType.StartsWith("multipart/form-data", StringComparison.OrdinalIgnoreCase)) return MultipartHead.Read(body, contentType, out fault);
            if (!IsJson(call, contentType, body))
            {
                fault = null;
                return new RequestHead { Model = "", ModelRange = default };
            }
        }
        var mayLackModel = call.Endpoint.Operation == Operation.Relay && call.Model.RelayTo is not null;
        Dialect? seekKept = call.Key!.Models is not null || call.Model.HasAccountOfOthers(call.Key.Tenant) ? call.Endpoint.Dialect : null;
        Dialect? seekPrompt = call.Endpoint.HasPrompt ? call.Endpoint.Dialect : null;
        return RequestHeadReader.TryRead(body, out var head, out fault, call.PathModel, mayLackModel, seekKept, seekPrompt) ? head : null;
    }

    /// <summary>
    /// Whether a body is read. Upstreams read it whatever its content type says, so on a route that takes JSON everything is
    /// taken for it; elsewhere what begins like it. Else a model or an earlier response could be named unseen.
    /// </summary>
    private static bool IsJson(Call call, string contentType, ReadOnlySpan<byte> body) =>
        call.Endpoint.Name != RelayRoute.Name || (!body.IsEmpty && (contentType.Contains("json", StringComparison.OrdinalIgnoreCase) || body.TrimStart(" \t\r\n"u8).StartsWith("{"u8)));

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private static async ValueTask<CallError?> ReadAsync(PipeReader reader, RequestBody body, long limit)
    {
        try
        {
            while (true)
            {
                var result = await reader.ReadAsync();
                if (body.Bytes.Length + result.Buffer.Length > limit)
                {
                    // Without this Kestrel could not pass over the rest, and would cut the connection before the answer is read.
                    reader.AdvanceTo(result.Buffer.End);
                    return CallErrors.BodyTooLarge(limit);
                }
                body.Append(result.Buffer);
                reader.AdvanceTo(result.Buffer.End);
                if (result.IsCompleted) return null;
            }
        }
        catch (BadHttpRequestException refused)
        {
            // Kestrel's own limits: the body arrives too slowly, or its framing is broken.
            return refused.StatusCode switch
            {
                StatusCodes.Status408RequestTimeout => CallErrors.BodyTooSlow(),
                StatusCodes.Status413PayloadTooLarge => CallErrors.BodyTooLarge(limit),
                _ => CallErrors.BodyIncomplete(),
            };
        }
        catch (Exception gone) when (gone is IOException or OperationCanceledException)
        {
            return CallErrors.BodyIncomplete();
        }
    }
}
