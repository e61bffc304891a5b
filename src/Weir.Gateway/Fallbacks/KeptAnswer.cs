using Microsoft.Extensions.Primitives;

namespace Weir.Gateway.Fallbacks;

/// <summary>A whole answer that a tenant was given, for the case that nobody can give it another.</summary>
/// <param name="KeptAt">When it was given.</param>
/// <param name="ExpiresAt">From when on it is given to nobody any more.</param>
/// <param name="Status">HTTP status.</param>
/// <param name="Headers">What describes the body.</param>
/// <param name="IsStream">Whether the body is a stream of events.</param>
/// <param name="Body">All of its bytes.</param>
internal sealed record KeptAnswer(DateTimeOffset KeptAt, DateTimeOffset ExpiresAt, int Status, IReadOnlyList<KeyValuePair<string, StringValues>> Headers, bool IsStream, byte[] Body);
