using System.CommandLine;
using Weir.Cli.Output;
using Weir.Cli.Usage;
using Weir.Gateway.Pricing;

namespace Weir.Cli.Commands.Prices;

/// <summary><c>weir prices list</c>: the price book that holds, one line for a model.</summary>
internal static class PricesListCommand
{
    private static readonly Column[] Columns =
    [
        new("name"), new("input", IsRight: true), new("cached", IsRight: true), new("output", IsRight: true), new("more"), new("as of"), new("age", IsRight: true), new("until"), new("from"), new("source"),
    ];

    public static Command Create()
    {
        var provider = new Option<string?>("--provider") { Description = "Only models whose name begins so.", HelpName = "PROVIDER" };
        var csv = new Option<bool>("--csv") { Description = "Print CSV." };
        var (config, json) = (CommonOptions.Config(), CommonOptions.Json());
        var command = new Verb("list", "Lists what models cost, by the price book and your own prices over it.", "weir prices list --provider anthropic", "weir prices list --csv > prices.csv")
        {
            provider, config, csv, json,
        };
        command.Notes = ["US dollars per million tokens. more: what else the entry has prices for; 'weir prices show NAME' tells them."];
        command.SetAction(parsed => Run(CommonOptions.ConfigFile(parsed.GetValue(config)), parsed.GetValue(provider), parsed.GetValue(csv), parsed.GetValue(json)));
        return command;
    }

    private static int Run(string? config, string? provider, bool csv, bool json)
    {
        var entries = LoadedConfiguration.Of(config).Config.Book.Entries.Where(entry => provider is null || entry.Name.StartsWith(provider, StringComparison.Ordinal)).ToList();
        var today = PriceCells.Today(TimeProvider.System);
        if (json) Console.Out.WriteLine(Json.Page(entries.Select(PriceJson.Of)));
        else if (csv) Csv.Write(Columns, entries.Select(entry => Row(entry, today)));
        else Table.Write(Columns, [.. entries.Select(entry => Row(entry, today))]);
        return WeirCommand.Done;
    }

    private static string[] Row(PriceBookEntry entry, DateOnly today)
    {
        var price = entry.Price.On(today);
        var rates = price.Standard.Rates;
        return
        [
            entry.Name,
            PriceCells.Rate(rates[PriceKind.Input]),
            PriceCells.Rate(rates[PriceKind.CachedInput]),
            PriceCells.Rate(rates[PriceKind.Output]),
            Show.Text(string.Join(", ", More(price))),
            PriceCells.Day(entry.AsOf),
            PriceCells.Age(entry.AsOf, today),
            entry.Until is { } until ? PriceKey.Show(until) + (until < today ? " (over)" : "") : Show.Nothing,
            PriceCells.Origin(entry.Origin),
            Show.Text(entry.Source),
        ];
    }

    private static IEnumerable<string> More(PriceModel price)
    {
        foreach (var rate in price.Standard.Rates.Stated)
            if (rate.Key is not (PriceKind.Input or PriceKind.CachedInput or PriceKind.Output)) yield return PriceKinds.NameOf(rate.Key);
        foreach (var longer in price.Standard.Longer) yield return new PriceKey("", Above: longer.Above).ToString().Trim();
        foreach (var tier in price.Tiers.Keys.Order()) yield return Dialects.Usage.ServiceTiers.NameOf(tier)!;
        foreach (var region in price.Regions.Keys.Order(StringComparer.Ordinal)) yield return "in " + region;
    }
}
