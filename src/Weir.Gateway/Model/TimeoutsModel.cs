namespace Weir.Gateway.Model;

/// <summary>How long an attempt may take in each of its phases. All are positive.</summary>
/// <param name="Connect">To open a connection, TLS included.</param>
/// <param name="FirstByte">From sending the request to the response's headers.</param>
/// <param name="FirstToken">From sending the request to the first content of a stream; null where the operator did not say.</param>
/// <param name="Idle">Between two pieces of a response body.</param>
/// <param name="Total">The whole attempt.</param>
internal sealed record TimeoutsModel(TimeSpan Connect, TimeSpan FirstByte, TimeSpan? FirstToken, TimeSpan Idle, TimeSpan Total)
{
    /// <summary>Holds for the first token where the operator did not say and another deployment could answer instead.</summary>
    public static readonly TimeSpan FirstTokenWithFallback = TimeSpan.FromSeconds(10);
}
