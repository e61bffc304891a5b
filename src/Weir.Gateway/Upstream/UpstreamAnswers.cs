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
        var status = (int)response.StatusCode;
        if (status < 400) return UpstreamErrors.Garbled(attempt.Deployment.Provider.Name, "headers", $"status {status}");
        // A 401 is about the operator's key, whatever it says; a 403 may be about the request.
        var body = status == 401 ? default : await ReadAsync(attempt);
        DialectTable.Provider(attempt.Api).TryRead(status, body.Span, out var error);
        var kind = response.Content.Headers.ContentType?.MediaType ?? "no content type";
        return ErrorOf(status, error, body, attempt, $"status {status}, {kind}") with
        {
            RetryAfter = RetryAfter.Of(response.Headers, status, error, attempt.Watch.Time),
        };
    }

    /// <summary>Turns an error that came inside a stream into one as it would have been before: no status tells what it is, but its own words do.</summary>
    /// <param name="error">What the dialect's reader made of it, or null.</param>
    /// <param name="body">What the upstream sent; passed on where the client speaks its dialect.</param>
    /// <param name="attempt">Whose error it is.</param>
    public static CallError ErrorInStream(ProviderError? error, ReadOnlyMemory<byte> body, Attempt attempt)
    {
        if (error is null || error.Message.Length == 0) return Unreadable(502, attempt.Deployment.Provider, InsideStream);
        // An event of the responses API is no body of an error.
        var passes = attempt.Translation is null && attempt.Api != Dialect.Responses;
        return ErrorOf(StatusOf(error.Kind), error, passes ? body : default, attempt, InsideStream) with { RetryAfter = RetryAfter.Of(error) };
    }

    /// <summary>An error in the provider's own words where it can be read, and in its own bytes where the client speaks its dialect.</summary>
    /// <param name="status">The status that it came with, or that stands for it.</param>
    /// <param name="error">What the dialect's reader made of it, or null.</param>
    /// <param name="body">What the upstream sent; empty where that is nothing for the client.</param>
    /// <param name="attempt">Whose error it is.</param>
    /// <param name="where">How the error came, for a message of ours.</param>
    private static CallError ErrorOf(int status, ProviderError? error, ReadOnlyMemory<byte> body, Attempt attempt, string where)
    {
        var provider = attempt.Deployment.Provider;
        var failure = FailureClasses.Of(error?.Kind ?? ErrorKinds.Of(status), status);
        if (failure == FailureClass.Credentials) return UpstreamErrors.RefusedCredentials(provider.Name, status);
        if (error is null || error.Message.Length == 0) return Unreadable(status, provider, where);
        var secrets = new ProviderSecrets(provider);
        // To a client a 403 is about its key, which the gateway has accepted.
        if (status == 403) return Told(failure, StatusOf(error.Kind), error, secrets);
        var hasOpenAIs = DialectTable.HasOpenAIErrors(attempt.Api);
        var isWhole = ErrorBody.TryRead(body.Span, out var message, out var type, out _, out var code) || !hasOpenAIs;
        var told = Told(failure, status, hasOpenAIs && message is not null ? error with { Code = code } : error, secrets);
        if (hasOpenAIs && message is not null) told = told with { Status = status, Type = secrets.Mask(type) ?? "upstream_error" };
        var passes = isWhole && !body.IsEmpty && !attempt.IsTranslated && !secrets.AreEscapedIn(body.Span);
        return passes ? told with { Status = status, Body = secrets.Mask(body) } : told;
    }

    /// <summary>A provider's error in its own words, for clients of any dialect. 529 is Anthropic's own word for 503.</summary>
    private static CallError Told(FailureClass failure, int status, ProviderError error, ProviderSecrets secrets) => UpstreamErrors.Answered(
        failure, status == 529 ? 503 : status, TypeOf(error.Kind), secrets.Mask(CodeOf(error)), secrets.Mask(error.Message), secrets.Mask(error.Param), null);

    /// <summary>A page of somebody's load balancer says nothing to an SDK.</summary>
    private static CallError Unreadable(int status, ProviderModel provider, string where) => UpstreamErrors.Answered(
        FailureClasses.Of(ErrorKinds.Of(status), status), status is 429 or 503 or 529 ? status : 502, "upstream_error", "upstream_error",
        $"The provider '{provider.Name}' answered with no readable error ({where}).", null, null);

    /// <summary>The error's code: OpenAI's own where clients look for it, since few other providers have one.</summary>
    private static string CodeOf(ProviderError error) => error.Kind switch
    {
        ErrorKind.ContextLength => "context_length_exceeded",
        ErrorKind.ContentFiltered when error.Code?.StartsWith("content_", StringComparison.Ordinal) is not true => "content_policy_violation",
        _ => error.Code ?? "upstream_error",
    };

    /// <summary>The status that would have come, had the error come before the stream.</summary>
    private static int StatusOf(ErrorKind kind) => kind switch
    {
        ErrorKind.InvalidRequest or ErrorKind.ContextLength or ErrorKind.ContentFiltered => 400,
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
        ErrorKind.InvalidRequest or ErrorKind.NotFound or ErrorKind.TooLarge or ErrorKind.ContextLength or ErrorKind.ContentFiltered => "invalid_request_error",
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
