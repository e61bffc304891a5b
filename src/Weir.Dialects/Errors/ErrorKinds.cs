namespace Weir.Dialects.Errors;

/// <summary>What HTTP statuses say of errors, the same with every provider.</summary>
public static class ErrorKinds
{
    /// <summary>The kind that a status of 400 or more stands for.</summary>
    public static ErrorKind Of(int status) => status switch
    {
        401 => ErrorKind.Authentication,
        402 => ErrorKind.Billing,
        403 => ErrorKind.Permission,
        404 => ErrorKind.NotFound,
        408 or 504 => ErrorKind.Timeout,
        413 => ErrorKind.TooLarge,
        429 => ErrorKind.RateLimit,
        503 or 529 => ErrorKind.Overloaded,
        >= 400 and < 500 => ErrorKind.InvalidRequest,
        _ => ErrorKind.Internal,
    };
}
