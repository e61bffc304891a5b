using Weir.Gateway.Configuration.Binding;
using Weir.Gateway.Pricing;

namespace Weir.Gateway.Configuration;

/// <summary>Works out what a deployment costs: by its own section, or by the price book with the provider's discount.</summary>
internal static class PriceBuilder
{
    /// <summary>The price, or null when neither knows it.</summary>
    public static PriceModel? Build(WeirConfig config, DeploymentConfig deployment)
    {
        if (deployment.Price is { } own) return Build(deployment.Name, own);
        if (deployment.PricedAs is not { } name || config.Book.Find(name) is not { } price) return null;
        var (region, discount) = (deployment.PriceRegion ?? price.Region, config.Providers[deployment.Provider!].Discount);
        return Change(price, region, discount);
    }

    private static PriceModel Build(string name, PriceConfig price)
    {
        var rates = new TierRates(new PriceRates(price.Stated));
        if (price is { MachineHour: { } hour, Slots: { } slots })
        {
            var machine = new MachinePrice(hour, price.Machines ?? 1, slots);
            return new PriceModel($"config:{name}:{Quantity.Show(hour)}/h*{machine.Machines}/{slots}", rates) { Machine = machine };
        }

        // The version says the price itself, so that a ledger row can be recomputed long after the file has changed.
        var isText = price.Stated.All(rate => rate.Key is PriceKind.Input or PriceKind.CachedInput or PriceKind.Output);
        var said = isText && price is { Input: { } input, Output: { } output }
            ? $"{Quantity.Show(input)}/{Quantity.Show(output)}" + (price.CachedInput is { } cached ? "/" + Quantity.Show(cached) : "")
            : string.Join(' ', price.Stated.Select(rate => $"{PriceKinds.NameOf(rate.Key)}={Quantity.Show(rate.Value)}"));
        return new PriceModel($"config:{name}:{said}", rates);
    }

    /// <summary>A price of the book as this customer pays it, and all that follow it.</summary>
    private static PriceModel Change(PriceModel price, string? region, decimal discount) => price with
    {
        Version = price.Version + (region is null ? "" : $" in {region}") + (discount == 0 ? "" : $" -{Quantity.Show(discount)}%"),
        Region = region,
        Share = 1 - (discount / 100),
        Next = price.Next is { } next ? Change(next, region, discount) : null,
    };
}
