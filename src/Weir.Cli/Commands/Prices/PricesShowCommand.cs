using System.CommandLine;
using Weir.Cli.Output;
using Weir.Cli.Usage;
using Weir.Gateway.Configuration;
using Weir.Gateway.Pricing;

namespace Weir.Cli.Commands.Prices;

/// <summary><c>weir prices show</c>: everything that is known of what one model costs, and who says otherwise.</summary>
internal static class PricesShowCommand
{
    private static readonly Column[] Columns = [new("price"), new("for"), new("USD", IsRight: true), new("unit")];

    public static Command Create()
    {
        var name = new Argument<string>("NAME") { Description = "Entry of the price book, another name of one, or a deployment of the configuration." };
        var (config, json) = (CommonOptions.Config(), CommonOptions.Json());
        var command = new Verb("show", "Shows all prices of one model, who states them, how old they are, and who says otherwise.", "weir prices show openai/gpt-5.6", "weir prices show anthropic/claude-opus-5 --json")
        {
            name, config, json,
        };
        command.Notes = ["Exit code 1: nobody states a price for it."];
        command.SetAction(parsed => Run(parsed.GetRequiredValue(name), CommonOptions.ConfigFile(parsed.GetValue(config)), parsed.GetValue(json)));
        return command;
    }

    private static int Run(string name, string? file, bool json)
    {
        var config = LoadedConfiguration.Of(file).Config;
        var deployment = config.Deployments.GetValueOrDefault(name);
        if (config.Book.Entry(deployment?.PricedAs ?? name) is not { } entry)
        {
            if (deployment?.Price is not null) return WeirCommand.Refuse($"the deployment '{Show.Text(name)}' has a price of its own", "'weir config' shows it.");
            WeirCommand.Refuse($"nobody states a price for '{Show.Text(deployment?.PricedAs ?? name)}'", Nearest.Remedy(name, config.Book.Names, "'weir prices list' shows those that are known."));
            return WeirCommand.No;
        }
        if (json) Console.Out.WriteLine(Json.Page(PriceJson.Of(entry)));
        else Write(entry, config, PriceCells.Today(TimeProvider.System));
        return WeirCommand.Done;
    }

    private static void Write(PriceBookEntry entry, WeirConfig config, DateOnly today)
    {
        Console.Out.WriteLine($"{entry.Name}  ({entry.Price.On(today).Version})");
        Console.Out.WriteLine($"from {PriceCells.Origin(entry.Origin)}, stated by {Show.Text(entry.Source)}, as of {PriceCells.Day(entry.AsOf)} ({PriceCells.Age(entry.AsOf, today)} ago)");
        if (entry.Until is { } until) Console.Out.WriteLine(until < today ? $"This price was announced until {PriceKey.Show(until)}: look up today's." : $"Announced until {PriceKey.Show(until)}.");
        var other = config.Book.Aliases.Where(alias => PriceKey.TryParse(alias.Value, out var key) && key.Name == entry.Name).Select(alias => alias.Key).Order(StringComparer.Ordinal).ToList();
        if (other.Count > 0) Console.Out.WriteLine($"also for {string.Join(", ", other)}");
        Table.Write(Columns, [.. entry.Rows.SelectMany(Rows)]);
        foreach (var line in PriceDisagreement.With(entry, config)) Console.Out.WriteLine(line);
    }

    private static IEnumerable<string[]> Rows(PriceRow row)
    {
        var key = (row.Key with { Name = "" }).ToString().Trim();
        if (row.Factor is { } factor) yield return [key, "all tokens", "×" + Show.Money(factor), ""];
        foreach (var (kind, rate) in row.Rates.Stated)
            yield return [key.Length == 0 ? "standard" : key, PriceKinds.NameOf(kind), Show.Money(rate), PriceKinds.IsPerMillion(kind) ? "per million tokens" : "each"];
    }
}
