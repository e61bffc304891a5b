namespace Weir.Gateway.Responses;

/// <summary>What has to be known of a response to go on from it where its provider keeps it.</summary>
/// <param name="Id">As the client knows it.</param>
/// <param name="Deployment">The deployment whose provider keeps it and all that it goes on from; or null.</param>
/// <param name="Models">The models that have answered in its conversation; null when it is older than this knowledge.</param>
internal sealed record ResponseLink(string Id, string? Deployment, IReadOnlyList<string>? Models);
