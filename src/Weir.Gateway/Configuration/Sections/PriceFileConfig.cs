using Weir.Gateway.Configuration.Binding;

namespace Weir.Gateway.Configuration;

/// <summary>The whole file <c>prices.yaml</c>, which stands beside the configuration.</summary>
internal sealed class PriceFileConfig : ConfigSection
{
    [Setting("The operator's own price book.", AnyName = true)]
    public OrderedDictionary<string, PriceRowConfig> Prices { get; set; } = [];
}
