using Weir.Cli.Output;
using Weir.Gateway.Configuration;
using Weir.Gateway.Pricing;

namespace Weir.Cli.Commands.Prices;

/// <summary>Where an entry, Weir's own book and the configuration's deployments say different things.</summary>
internal static class PriceDisagreement
{
    /// <summary>One sentence for each difference.</summary>
    public static IEnumerable<string> With(PriceBookEntry entry, WeirConfig config)
    {
        if (entry.Origin != PriceOrigin.Book && PriceBook.Default.Entry(entry.Name) is { } shipped)
            foreach (var line in Differences(entry.Price.Standard.Rates, shipped.Price.Standard.Rates)) yield return $"Weir's own book ({PriceCells.Day(shipped.AsOf)}) says otherwise: {line}.";
        foreach (var deployment in config.Deployments.Values)
        {
            if (deployment.Price is not { } own || NameOf(config, deployment) != entry.Name) continue;
            foreach (var line in Differences(new PriceRates(own.Stated), entry.Price.Standard.Rates)) yield return $"The deployment {Show.Text(deployment.Name)} has a price of its own: {line}.";
        }
    }

    private static IEnumerable<string> Differences(PriceRates one, PriceRates other) =>
        PriceKinds.All.Where(kind => one[kind] is { } mine && other[kind] is { } theirs && mine != theirs)
            .Select(kind => $"{PriceKinds.NameOf(kind)} {Show.Money(other[kind]!.Value)} there, {Show.Money(one[kind]!.Value)} here");

    /// <summary>What the book would call a deployment that has a price of its own.</summary>
    private static string NameOf(WeirConfig config, DeploymentConfig deployment)
    {
        var provider = config.Providers[deployment.Provider!];
        var preset = provider.Preset is { } known ? ProviderPresets.Find(known) : null;
        return $"{preset?.BookName ?? preset?.Name ?? provider.Name}/{deployment.Model}";
    }
}
