namespace Weir.Gateway.Responses;

/// <summary>What a provider says of a response that it was asked for.</summary>
/// <param name="Body">The response object, or null when it gave none that can be used.</param>
/// <param name="IsForgotten">Whether it says that it has no such response.</param>
internal readonly record struct ProviderResponse(byte[]? Body, bool IsForgotten);
