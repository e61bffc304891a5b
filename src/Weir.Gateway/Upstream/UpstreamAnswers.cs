using System.Buffers;
using Weir.Dialects;
using Weir.Dialects.Errors;
using Weir.Dialects.OpenAI;
using Weir.Gateway.Calls;
using Weir.Gateway.Model;

namespace Weir.Gateway.Upstream;

/// <summary>Reads an upstream's error response and decides what the client is told of it.</summary>
internal static class UpstreamAnswers
{
    private const int LargestError = 256 * 1024;
    private const string InsideStream = "inside the stream";

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
        return ErrorOfBody(status, body, attempt, $"status {status}, {kind}") with { RetryAfter = response.Headers.RetryAfter?.Delta };
    }

    /// <summary>Turns an error that came inside a stream into one as it would have been before: no status tells what it is, but its own words do.</summary>
    /// <param name="error">What the dialect's reader made of it, or null.</param>
    /// <param name="body">What the upstream sent; passed on where the client speaks its dialect.</param>
    /// <param name="attempt">Whose error it is.</param>
    public static CallError ErrorInStream(ProviderError? error, ReadOnlyMemory<byte> body, Attempt attempt)
    {
        var provider = attempt.Deployment.Provider;
        if (error is null || error.Message.Length == 0) return Unreadable(502, provider, InsideStream);
        var status = StatusOf(error.Kind);
        if (status is 401 or 403) return CallErrors.UpstreamRefusedCredentials(provider.Name, status);
        // An event of the responses API is no body of an error.
        return attempt.Translation is null && attempt.Api != Dialect.Responses ? ErrorOfBody(status, body, attempt, InsideStream) : ErrorOf(status, error, provider);
    }

    /// <summary>Turns an error body into an error: in its own words where it is an error object, else in ours.</summary>
    /// <param name="status">Status for the client.</param>
    /// <param name="body">What the upstream sent.</param>
    /// <param name="attempt">Whose error it is.</param>
    /// <param name="where">How the error came, for a message of ours.</param>
    public static CallError ErrorOfBody(int status, ReadOnlyMemory<byte> body, Attempt attempt, string where)
    {
        var provider = attempt.Deployment.Provider;
        if (!DialectTable.HasOpenAIErrors(attempt.Api)) return Told(status, body, attempt, where);
        var whole = ErrorBody.TryRead(body.Span, out var message, out var type, out var param, out var code) && !attempt.IsTranslated;
        if (message is null)
        {
            return Unreadable(status, provider, where);
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

    /// <summary>An error in another dialect than OpenAI's: its words stay, and so do its bytes where the client speaks that dialect too.</summary>
    private static CallError Told(int status, ReadOnlyMemory<byte> body, Attempt attempt, string where)
    {
        var provider = attempt.Deployment.Provider;
        if (!DialectTable.Provider(attempt.Api).TryRead(status, body.Span, out var error)) return Unreadable(status, provider, where);
        var secrets = new ProviderSecrets(provider);
        var passes = !attempt.IsTranslated && !secrets.AreEscapedIn(body.Span);
        var told = ErrorOf(status, error, provider);
        return passes ? told with { Status = status, Body = secrets.Mask(body) } : told;
    }

    /// <summary>A provider's error in its own words, for clients of any dialect. 529 is Anthropic's own word for 503.</summary>
    private static CallError ErrorOf(int status, ProviderError error, ProviderModel provider)
    {
        var secrets = new ProviderSecrets(provider);
        return CallErrors.UpstreamAnswered(
            status == 529 ? 503 : status, TypeOf(error.Kind), secrets.Mask(error.Code) ?? "upstream_error", secrets.Mask(error.Message), secrets.Mask(error.Param), null);
    }

    /// <summary>A page of somebody's load balancer says nothing to an SDK.</summary>
    private static CallError Unreadable(int status, ProviderModel provider, string where) => CallErrors.UpstreamAnswered(
        status is 429 or 503 or 529 ? status : 502, "upstream_error", "upstream_error",
        $"The provider '{provider.Name}' answered with no readable error ({where}).", null, null);

    /// <summary>The status that would have come, had the error come before the stream.</summary>
    private static int StatusOf(ErrorKind kind) => kind switch
    {
        ErrorKind.InvalidRequest => 400,
        ErrorKind.Authentication => 401,
        ErrorKind.Billing => 402,
        ErrorKind.Permission => 403,
        ErrorKind.NotFound => 404,
        ErrorKind.TooLarge => 413,
        ErrorKind.RateLimit => 429,
        ErrorKind.Overloaded => 503,
        ErrorKind.Timeout => 504,
        _ => 502,
    };

    private static string TypeOf(ErrorKind kind) => kind switch
    {
        ErrorKind.InvalidRequest or ErrorKind.NotFound or ErrorKind.TooLarge => "invalid_request_error",
        ErrorKind.RateLimit => "rate_limit_error",
        ErrorKind.Overloaded => "service_unavailable_error",
        _ => "upstream_error",
    };

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
