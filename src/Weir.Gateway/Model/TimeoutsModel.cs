namespace Weir.Gateway.Model;

/// <summary>How long an attempt may take in each of its phases. All are positive.</summary>
/// <param name="Connect">To open a connection, TLS included.</param>
/// <param name="FirstByte">From sending the request to the response's headers.</param>
/// <param name="Idle">Between two pieces of a response body.</param>
/// <param name="Total">The whole attempt.</param>
internal sealed record TimeoutsModel(TimeSpan Connect, TimeSpan FirstByte, TimeSpan Idle, TimeSpan Total);
