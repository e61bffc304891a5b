namespace Weir.Gateway.Ledger;

/// <summary>An attempt whose cost is another one with the prices that hold now.</summary>
/// <param name="CallId">The call.</param>
/// <param name="Number">The attempt.</param>
/// <param name="Deployment">Where it went.</param>
/// <param name="Before">What its row says, US dollars; null when it is unknown.</param>
/// <param name="VersionBefore">The price that it was computed with, or null.</param>
/// <param name="Now">What it would be now; null when it would be unknown.</param>
/// <param name="VersionNow">The price that holds now, or null.</param>
internal sealed record CostDifference(string CallId, int Number, string Deployment, decimal? Before, string? VersionBefore, decimal? Now, string? VersionNow)
{
    /// <summary>Why, in a few words.</summary>
    public string Why => this switch
    {
        { Now: null } => "no price is known any more",
        { Before: null } => "no price was known",
        _ when VersionBefore == VersionNow => "the same price, counted otherwise",
        _ => "another price",
    };
}
