namespace Weir.Gateway.Identity;

/// <summary>A key that was just made.</summary>
/// <param name="Key">What the database keeps.</param>
/// <param name="Plaintext">The key itself: shown once, kept nowhere.</param>
internal sealed record CreatedKey(StoredKey Key, string Plaintext)
{
    /// <summary>Without the plaintext, so that it cannot slip into a log.</summary>
    public override string ToString() => Key.Id;
}
