namespace Weir.Gateway.Pricing;

/// <summary>Whose word a price is. A later one wins.</summary>
internal enum PriceOrigin
{
    /// <summary>Weir's own book.</summary>
    Book,

    /// <summary>The file <c>prices.yaml</c> beside the configuration.</summary>
    File,

    /// <summary>The section <c>prices</c> of the configuration.</summary>
    Config,
}
