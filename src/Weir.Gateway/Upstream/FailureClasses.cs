using Weir.Dialects.Errors;

namespace Weir.Gateway.Upstream;

/// <summary>What a provider's error means for what is tried next.</summary>
internal static class FailureClasses
{
    /// <summary>Whether the request itself is to blame, so that another try of it would fail as well.</summary>
    public static bool IsRequests(this FailureClass failure) => failure is FailureClass.BadRequest or FailureClass.ContentFiltered or FailureClass.ContextLength;

    /// <summary>Whether a failure ends its call: it is no attempt's (null), or nobody else could, or may, do better.</summary>
    public static bool EndsCall(this FailureClass? failure) => failure is null or FailureClass.BadRequest or FailureClass.ContentFiltered;

    /// <summary>The class of an error.</summary>
    /// <param name="kind">What the provider's words say.</param>
    /// <param name="status">The response's status, or one that stands for the kind.</param>
    public static FailureClass Of(ErrorKind kind, int status) => kind switch
    {
        ErrorKind.RateLimit => FailureClass.RateLimited,
        ErrorKind.Billing => FailureClass.Exhausted,
        ErrorKind.Overloaded => FailureClass.Overloaded,
        ErrorKind.Authentication or ErrorKind.Permission => FailureClass.Credentials,
        ErrorKind.NotFound => FailureClass.NotFound,
        ErrorKind.ContextLength => FailureClass.ContextLength,
        ErrorKind.ContentFiltered => FailureClass.ContentFiltered,
        // A conflict or a request that came too early is not the client's doing: the same may be taken a moment later.
        ErrorKind.InvalidRequest when status is 409 or 425 => FailureClass.ServerError,
        ErrorKind.InvalidRequest or ErrorKind.TooLarge => FailureClass.BadRequest,
        _ => FailureClass.ServerError,
    };
}
