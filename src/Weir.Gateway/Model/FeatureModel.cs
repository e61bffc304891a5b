namespace Weir.Gateway.Model;

/// <summary>The part of a product that makes calls.</summary>
/// <param name="Name">Unique name, as keys and the <c>x-weir-feature</c> header refer to it.</param>
internal sealed record FeatureModel(string Name)
{
    /// <summary>What it costs beside its calls.</summary>
    public IReadOnlyList<DeclaredCostModel> DeclaredCosts { get; init; } = [];

    /// <summary>How soon the first token of its answers is wanted; null where nobody said.</summary>
    public TimeSpan? FirstToken { get; init; }

    /// <summary>Whether a call whose first token would come later is refused at once, rather than answered late.</summary>
    public bool RefusesLate { get; init; }
}
