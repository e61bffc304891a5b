using System.Buffers;
using Weir.Dialects.OpenAI;
using Weir.Gateway.Calls;
using Weir.Gateway.Model;

namespace Weir.Gateway.Upstream;

/// <summary>Reads an upstream's error response and decides what the client is told of it.</summary>
internal static class UpstreamAnswers
{
    private const int LargestError = 256 * 1024;

    /// <summary>Turns a response with a status of 300 or more into an error.</summary>
    public static async ValueTask<CallError> ErrorOfAsync(Attempt attempt)
    {
        var response = attempt.Response!;
        var provider = attempt.Deployment.Provider;
        var status = (int)response.StatusCode;
        if (status is 401 or 403) return CallErrors.UpstreamRefusedCredentials(provider.Name, status);
        if (status < 400) return CallErrors.UpstreamGarbled(provider.Name, "headers", $"status {status}");
        var body = await ReadAsync(attempt);
        var kind = response.Content.Headers.ContentType?.MediaType ?? "no content type";
        return ErrorOfBody(status, body, provider, $"status {status}, {kind}") with { RetryAfter = response.Headers.RetryAfter?.Delta };
    }

    /// <summary>Turns an error body into an error: in its own words where it is an error object, else in ours.</summary>
    /// <param name="status">Status for the client.</param>
    /// <param name="body">What the upstream sent.</param>
    /// <param name="provider">Whose secrets are taken out.</param>
    /// <param name="where">How the error came, for a message of ours.</param>
    public static CallError ErrorOfBody(int status, ReadOnlyMemory<byte> body, ProviderModel provider, string where)
    {
        var whole = ErrorBody.TryRead(body.Span, out var message, out var type, out var param, out var code);
        if (message is null)
        {
            // A page of somebody's load balancer says nothing to an SDK.
            return CallErrors.UpstreamAnswered(
                status is 429 or 503 ? status : 502, "upstream_error", "upstream_error",
                $"The provider '{provider.Name}' answered with no readable error ({where}).", null, null);
        }
        var secrets = new ProviderSecrets(provider);
        return CallErrors.UpstreamAnswered(
            status,
            secrets.Mask(type) ?? "upstream_error",
            secrets.Mask(code) ?? "upstream_error",
            secrets.Mask(message),
            secrets.Mask(param),
            whole && !secrets.AreEscapedIn(body.Span) ? secrets.Mask(body) : default(ReadOnlyMemory<byte>?));
    }

    private static async ValueTask<ReadOnlyMemory<byte>> ReadAsync(Attempt attempt)
    {
        var buffer = ArrayPool<byte>.Shared.Rent(LargestError);
        try
        {
            var filled = 0;
            await using var stream = attempt.Response!.Content.ReadAsStream(attempt.Watch.Token);
            while (filled < LargestError)
            {
                var read = await stream.ReadAsync(buffer.AsMemory(filled, LargestError - filled), attempt.Watch.Token);
                if (read == 0) break;
                filled += read;
            }
            return buffer.AsSpan(0, filled).ToArray();
        }
        catch (Exception broken) when (UpstreamFailures.IsExpected(broken) && attempt.Watch.Stop is AttemptStop.None)
        {
            // The status is known; what it would have said is not worth another error.
            return default;
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }
}
