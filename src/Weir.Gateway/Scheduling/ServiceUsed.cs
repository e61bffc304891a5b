namespace Weir.Gateway.Scheduling;

/// <summary>What an attempt has used of its deployment.</summary>
/// <param name="Input">Tokens read, cached ones included.</param>
/// <param name="Cached">How many of these the provider had read before.</param>
/// <param name="Output">Tokens written.</param>
internal readonly record struct ServiceUsed(long Input, long Cached, long Output)
{
    private readonly bool _isSent = Input > 0 || Output > 0;

    /// <summary>Whether its provider was asked at all.</summary>
    public bool IsSent { get => _isSent; init => _isSent = value; }

    /// <summary>Whether the provider was not at work on it.</summary>
    public bool IsNothing => Input == 0 && Output == 0;
}
