using System.IO.Pipelines;
using System.Runtime.CompilerServices;
using Microsoft.AspNetCore.Http;
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
        if (!RequestHeadReader.TryRead(call.Body.Bytes.Span, out var head, out var fault))
            return call.Fail(CallErrors.BadRequest(fault!));
        call.Head = head!;
        call.Record.ModelAsked = head!.Model;
        call.Record.Streamed = head.Stream && call.Endpoint.Streams;
        return Attribution.Complete(call) is not { } refused || call.Fail(refused);
    }

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
