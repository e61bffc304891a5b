namespace Weir.Dialects.Errors;

/// <summary>An error as a provider reported it, free of its dialect.</summary>
/// <param name="Kind">What went wrong.</param>
/// <param name="Message">The provider's words. May quote what the provider was sent, its credential included.</param>
/// <param name="Code">The provider's own machine-readable name of the error, or null.</param>
/// <param name="Param">The parameter at fault, or null.</param>
public sealed record ProviderError(ErrorKind Kind, string Message, string? Code, string? Param)
{
    /// <summary>After how long the provider wants to be asked again, where the error itself says so (Google's <c>RetryInfo</c>); as it says it, be it absurd.</summary>
    public TimeSpan? RetryAfter { get; init; }
}
