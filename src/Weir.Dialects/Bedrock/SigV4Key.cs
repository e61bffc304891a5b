namespace Weir.Dialects.Bedrock;

/// <summary>A credential of AWS. Says nothing of its secrets when it is written out.</summary>
/// <param name="AccessKey">The access key's identifier, which is sent.</param>
/// <param name="SecretKey">The secret, which is not.</param>
/// <param name="SessionToken">What belongs to a temporary credential, or null.</param>
public sealed record SigV4Key(string AccessKey, string SecretKey, string? SessionToken = null)
{
    /// <inheritdoc/>
    public override string ToString() => $"SigV4Key {AccessKey}";
}
