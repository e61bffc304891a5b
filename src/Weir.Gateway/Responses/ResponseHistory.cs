namespace Weir.Gateway.Responses;

/// <summary>A response and all that it goes on from, or why they cannot be had.</summary>
internal sealed record ResponseHistory
{
    /// <summary>Oldest first; empty when they cannot be had.</summary>
    public IReadOnlyList<StoredResponse> Turns { get; init; } = [];

    /// <summary>The response that does not exist (any more), or null.</summary>
    public string? Missing { get; init; }

    /// <summary>Whether there are more than <see cref="ResponseStore.LongestHistory"/>.</summary>
    public bool IsTooLong { get; init; }

    /// <summary>Whether they have more bytes than may be held in memory.</summary>
    public bool IsTooLarge { get; init; }
}
