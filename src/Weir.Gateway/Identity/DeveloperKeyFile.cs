namespace Weir.Gateway.Identity;

/// <summary>Where the developer's key lies.</summary>
/// <param name="Path">The file that holds the key and nothing else.</param>
/// <param name="IsNew">True when it was made just now.</param>
internal sealed record DeveloperKeyFile(string Path, bool IsNew);
