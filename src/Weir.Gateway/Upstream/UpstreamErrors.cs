using Weir.Gateway.Calls;
using Weir.Gateway.Ledger;

namespace Weir.Gateway.Upstream;

/// <summary>The errors that an attempt at an upstream can end with. docs/reference/errors.md lists the same set.</summary>
internal static class UpstreamErrors
{
    private const string Upstream = "upstream_error";

    public static CallError Unreachable(string provider, string phase, string why) => new()
    {
        Status = 502, Type = Upstream, Code = "upstream_unreachable", Outcome = Outcome.UpstreamFailed, Failure = FailureClass.Unreachable,
        Message = $"The provider '{provider}' could not be reached (phase: {phase}; {why}).",
    };

    public static CallError Garbled(string provider, string phase, string why) => new()
    {
        Status = 502, Type = Upstream, Code = "upstream_garbled", Outcome = Outcome.UpstreamFailed, Failure = FailureClass.Garbled,
        Message = $"The provider '{provider}' sent something that is no answer (phase: {phase}; {why}).",
    };

    public static CallError Cut(string provider, string phase) => new()
    {
        Status = 502, Type = Upstream, Code = "upstream_cut", Outcome = Outcome.Truncated, Failure = FailureClass.Interrupted,
        Message = $"The provider '{provider}' closed the connection before the answer was whole (phase: {phase}).",
    };

    /// <summary>An answer that was to take the place of one that broke off says something else than the client has been sent.</summary>
    public static CallError Departed(string provider) => new()
    {
        Status = 502, Type = Upstream, Code = "upstream_departed", Outcome = Outcome.UpstreamFailed, Failure = FailureClass.Poor,
        Message = $"The answer broke off, and the provider '{provider}', asked in its place, began another one.",
    };

    /// <summary>A time limit of an attempt ran out.</summary>
    /// <param name="provider">Whose.</param>
    /// <param name="phase">What it was waited for.</param>
    /// <param name="limit">How long.</param>
    /// <param name="failure">What that says of the deployment.</param>
    public static CallError Timeout(string provider, string phase, TimeSpan limit, FailureClass failure = FailureClass.Silent) => new()
    {
        Status = 504, Type = Upstream, Code = "upstream_timeout", Outcome = Outcome.TimedOut, Failure = failure,
        Message = $"The provider '{provider}' did not answer in time (phase: {phase}, limit {limit.TotalSeconds:0.###} s).",
    };

    /// <summary>The attempt had hardly begun, and a call of a higher priority was given its place. No client is told: the call is sent again.</summary>
    public static CallError Displaced() => new()
    {
        Status = 503, Type = Upstream, Code = "displaced", Outcome = Outcome.Cancelled,
        Message = "The attempt was stopped to make room for a call of a higher priority.",
    };

    /// <summary>An answer that is whole and no good, and that nobody was given.</summary>
    public static CallError Poor(string provider, string why) => new()
    {
        Status = 502, Type = Upstream, Code = "upstream_poor_answer", Outcome = Outcome.UpstreamFailed, Failure = FailureClass.Poor,
        Message = $"The provider '{provider}' answered, but the answer is no good: {why} (models.NAME.checks).",
    };

    /// <summary>A provider's 401 or 403 is about the operator's key, not about the client's: the client cannot mend it.</summary>
    public static CallError RefusedCredentials(string provider, int status) => new()
    {
        Status = 502, Type = Upstream, Code = "upstream_credentials", Outcome = Outcome.UpstreamError, Failure = FailureClass.Credentials,
        Message = $"The provider '{provider}' refused this gateway's credentials (status {status}). The operator has to check its api_key.",
    };

    /// <summary>The upstream's error, in the upstream's words where they are in the client's dialect.</summary>
    public static CallError Answered(FailureClass failure, int status, string type, string code, string message, string? param, ReadOnlyMemory<byte>? body) => new()
    {
        Failure = failure, Status = status, Type = type, Code = code, Message = message, Param = param, Body = body, Outcome = Outcome.UpstreamError,
    };
}
