using System.Net.Sockets;
using System.Security.Authentication;
using Weir.Gateway.Calls;

namespace Weir.Gateway.Upstream;

/// <summary>Turns what the HTTP client throws into an error that names the phase and the culprit, without its inner workings.</summary>
internal static class UpstreamFailures
{
    private const string NotHttp = "its response is not HTTP";
    private const string ClosedEarly = "the connection was closed before it answered";

    /// <summary>Explains a failed send: no headers came back.</summary>
    public static CallError OfSend(Exception broken, Attempt attempt)
    {
        var provider = attempt.Deployment.Provider;
        if (attempt.Watch.Stop != AttemptStop.None) return attempt.Watch.Explain(provider.Name);
        if (broken is OperationCanceledException)
            return UpstreamErrors.Timeout(provider.Name, "connect", provider.Timeouts.Connect);
        if (ConnectProblem(broken) is { } problem) return UpstreamErrors.Unreachable(provider.Name, "connect", problem);
        return IsGarbled(broken)
            ? UpstreamErrors.Garbled(provider.Name, "headers", NotHttp)
            : UpstreamErrors.Unreachable(provider.Name, "headers", ClosedEarly);
    }

    /// <summary>Why a probe got no answer, in a few words.</summary>
    public static string OfProbe(Exception broken)
    {
        if (broken is OperationCanceledException) return "it does not answer in time";
        return ConnectProblem(broken) ?? (IsGarbled(broken) ? NotHttp : ClosedEarly);
    }

    /// <summary>Explains a failed read of a response's body.</summary>
    public static CallError OfRead(Exception broken, Attempt attempt)
    {
        var provider = attempt.Deployment.Provider.Name;
        if (attempt.Watch.Stop != AttemptStop.None) return attempt.Watch.Explain(provider);
        return broken is HttpIOException { HttpRequestError: HttpRequestError.InvalidResponse }
            ? UpstreamErrors.Garbled(provider, attempt.Watch.PhaseName, "its framing is broken")
            : UpstreamErrors.Cut(provider, attempt.Watch.PhaseName);
    }

    /// <summary>Explains a stream that came to an end before its answer did.</summary>
    public static CallError OfEnd(Attempt attempt) => attempt is { Skipped: > 0, Record.FirstTokenMicros: null }
        ? UpstreamErrors.Garbled(attempt.Deployment.Provider.Name, attempt.Watch.PhaseName, "no event that its dialect knows")
        : UpstreamErrors.Cut(attempt.Deployment.Provider.Name, attempt.Watch.PhaseName);

    /// <summary>Whether an exception is the network's or the upstream's doing, and not a mistake of ours.</summary>
    public static bool IsExpected(Exception broken) =>
        broken is HttpRequestException or IOException or OperationCanceledException or SocketException;

    private static string? ConnectProblem(Exception broken) => (broken as HttpRequestException)?.HttpRequestError switch
    {
        HttpRequestError.NameResolutionError => "its name does not resolve",
        HttpRequestError.SecureConnectionError => TlsProblem(broken),
        HttpRequestError.ConnectionError => SocketProblem(broken),
        HttpRequestError.ProxyTunnelError => "the proxy refused the tunnel",
        _ => null,
    };

    private static bool IsGarbled(Exception broken) => broken is HttpRequestException
    {
        HttpRequestError: HttpRequestError.InvalidResponse or HttpRequestError.HttpProtocolError or HttpRequestError.ConfigurationLimitExceeded,
    };

    private static string SocketProblem(Exception broken) => broken.GetBaseException() switch
    {
        SocketException { SocketErrorCode: SocketError.ConnectionRefused } => "connection refused",
        SocketException { SocketErrorCode: SocketError.HostUnreachable or SocketError.NetworkUnreachable } => "no route to it",
        SocketException { SocketErrorCode: SocketError.TooManyOpenSockets } => "this process has no file descriptors left",
        SocketException { SocketErrorCode: var code } => code.ToString(),
        _ => "connection failed",
    };

    private static string TlsProblem(Exception broken) =>
        broken.GetBaseException() is AuthenticationException ? "its certificate was not accepted" : "the TLS handshake failed";
}
