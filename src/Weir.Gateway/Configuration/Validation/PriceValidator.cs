using Weir.Gateway.Configuration.Binding;
using Weir.Gateway.Configuration.Yaml;
using Weir.Gateway.Pricing;

namespace Weir.Gateway.Configuration.Validation;

/// <summary>Prices are in the range of prices: one per token instead of per million is noticed at the low end only by its author.</summary>
internal sealed class PriceValidator : IConfigValidator
{
    private const decimal Highest = 100_000m;
    private const int MostMachines = 10_000;
    private const int MostSlots = 1_000_000;

    /// <inheritdoc/>
    public void Validate(WeirConfig config, ConfigErrors errors)
    {
        foreach (var deployment in config.Deployments.Values)
            if (deployment.Price is { } price) Check(price, errors);
        foreach (var provider in config.Providers.Values)
            if (provider.Discount is < 0 or > 100)
                errors.Add(provider, "discount", $"{Quantity.Show(provider.Discount)} is out of range.", "Write a percentage, 0 to 100.");
    }

    /// <summary>Every price of a section is in its range.</summary>
    public static void CheckRates(RatesConfig rates, ConfigErrors errors)
    {
        foreach (var (kind, rate) in rates.Stated)
        {
            if (rate is >= 0 and <= Highest) continue;
            var unit = PriceKinds.IsPerMillion(kind) ? "US dollars per million tokens" : "US dollars";
            errors.Add(rates, PriceKinds.NameOf(kind), $"{Quantity.Show(rate)} is out of range.", $"Write {unit}, 0 to 100000.");
        }
    }

    private static void Missing(PriceConfig price, string key, string example, ConfigErrors errors) =>
        errors.Add(price, key, $"the key \"{key}\" is missing.", $"Add it, such as {key}: {example}");

    private static void Check(PriceConfig price, ConfigErrors errors)
    {
        CheckRates(price, errors);
        if (price.MachineHour is not { } hour)
        {
            if (price.Node is MapNode { Entries.Count: 0 } or not MapNode) errors.Add(price, "", "the price says nothing.", "Write input: and output:, or machine_hour: and slots:, or remove it.");
            else if (price.Has("input") && !price.Has("output")) Missing(price, "output", "2", errors);
            else if (price.Has("output") && !price.Has("input")) Missing(price, "input", "0.25", errors);
            if (price.Has("machines") || price.Has("slots")) errors.Add(price, price.Has("slots") ? "slots" : "machines", "this belongs to the price of machines.", "Add machine_hour:, or remove it.");
            return;
        }
        if (price.Stated.Any()) errors.Add(price, "machine_hour", "both machines and tokens have a price.", "Remove one of the two.");
        if (hour is < 0 or > Highest) errors.Add(price, "machine_hour", $"{Quantity.Show(hour)} is out of range.", "Write US dollars, 0 to 100000.");
        if (price.Machines is < 1 or > MostMachines) errors.Add(price, "machines", $"{price.Machines} is out of range.", "Write 1 to 10000.");
        if (price.Slots is null) errors.Add(price, "slots", "it is not said how many attempts share the machines.", "Add slots:, the attempts under way when all machines are full.");
        else if (price.Slots is < 1 or > MostSlots) errors.Add(price, "slots", $"{price.Slots} is out of range.", "Write 1 to 1000000.");
    }
}
