using Weir.Gateway.Configuration.Binding;

namespace Weir.Gateway.Configuration;

/// <summary>A <c>price</c> section.</summary>
internal sealed class PriceConfig : ConfigSection
{
    private const string PerMillion = "USD per million tokens";

    [Setting("Price of uncached input.", Unit = PerMillion, Required = true, Example = "0.25")]
    public decimal? Input { get; set; }

    [Setting("Price of output, reasoning included.", Unit = PerMillion, Required = true, Example = "2")]
    public decimal? Output { get; set; }

    [Setting("Price of input that the provider read from its cache.", Unit = PerMillion, Default = "the price of input", Example = "0.025")]
    public decimal? CachedInput { get; set; }
}
