using System.CommandLine;
using System.Text.Json;
using Weir.Cli.Output;
using Weir.Cli.Usage;
using Weir.Dialects.Usage;
using Weir.Gateway;
using Weir.Gateway.Configuration;
using Weir.Gateway.Pricing;

namespace Weir.Cli.Commands.Prices;

/// <summary><c>weir prices cost</c>: the arithmetic of one answer's cost, line by line.</summary>
internal static class PricesCostCommand
{
    /// <summary>Those that prices are stated for.</summary>
    private static readonly string[] Tiers = [.. Enum.GetValues<ServiceTier>().Where(tier => tier is not (ServiceTier.Unstated or ServiceTier.Other)).Select(tier => ServiceTiers.NameOf(tier)!)];

    public static Command Create()
    {
        var model = new Option<string>("--model") { Description = "Entry of the price book, another name of one, or a deployment of the configuration.", HelpName = "NAME", Required = true };
        var usage = new Option<string>("--usage") { Description = "JSON file with a usage object or a whole answer, of any provider; - reads standard input.", HelpName = "FILE", Required = true };
        var tier = new Option<string?>("--tier") { Description = $"Service tier, where the answer does not name it: {string.Join(", ", Tiers)}.", HelpName = "TIER" };
        tier.AcceptOnlyFromAmong(Tiers);
        var region = new Option<string?>("--region") { Description = "Region, where the answer does not name it.", HelpName = "REGION" };
        var (config, json) = (CommonOptions.Config(), CommonOptions.Json());
        var command = new Verb(
            "cost",
            "Prices a provider's usage block, and shows the arithmetic.",
            "weir prices cost --model openai/gpt-5.6 --usage answer.json",
            "weir prices cost --model anthropic/claude-opus-5 --usage usage.json --region us",
            "curl -s … | weir prices cost --model openai/gpt-5-mini --usage -")
        {
            model, usage, tier, region, config, json,
        };
        command.Notes = ["Exit code 1: nobody states a price for the model, or for anything that was used."];
        command.SetAction(parsed =>
        {
            var (name, used) = (parsed.GetRequiredValue(model), Read(parsed.GetRequiredValue(usage)));
            if (ServiceTiers.TryParse(parsed.GetValue(tier), out var told)) used = used.Under(told);
            return Run(name, used, parsed.GetValue(region), CommonOptions.ConfigFile(parsed.GetValue(config)), parsed.GetValue(json));
        });
        return command;
    }

    private static int Run(string name, in TokenUsage usage, string? region, string? file, bool json)
    {
        var loaded = LoadedConfiguration.Of(file);
        var price = loaded.Model!.Deployments.GetValueOrDefault(name)?.Price ?? loaded.Config.Book.Find(name);
        if (price is null)
        {
            WeirCommand.Refuse($"nobody states a price for '{Show.Text(name)}'", Nearest.Remedy(name, loaded.Config.Book.Names, "'weir prices list' shows those that are known."));
            return WeirCommand.No;
        }
        if (price.Machine is not null) return WeirCommand.Refuse($"'{Show.Text(name)}' is charged by the time that attempts take, not by what they use", "'weir prices recompute' shows what its calls cost.");
        price = price.On(PriceCells.Today(TimeProvider.System));
        if (region is not null) price = price with { Region = region };
        Span<BillLine> room = stackalloc BillLine[Bill.MostLines];
        var bill = new Bill(price, usage, room);
        if (json) Console.Out.WriteLine(Json.Page(BillText.Json(bill, price, usage)));
        else BillText.Write(bill, price, usage);
        return bill.Total.Amount is null ? WeirCommand.No : WeirCommand.Done;
    }

    private static TokenUsage Read(string file)
    {
        try
        {
            using var document = JsonDocument.Parse(file == "-" ? Console.In.ReadToEnd() : File.ReadAllText(file));
            if (UsageBlock.Read(document.RootElement, out var usage) is not null) return usage;
            throw new StartupException($"'{Show.Text(file)}' says nothing of what was used, or what makes no sense", "Give an answer of a provider, or the usage object in it.");
        }
        catch (JsonException broken)
        {
            throw new StartupException($"'{Show.Text(file)}' is no JSON", "Give an answer of a provider, or the usage object in it.", broken);
        }
        catch (Exception broken) when (broken is IOException or UnauthorizedAccessException)
        {
            throw new StartupException($"'{Show.Text(file)}' cannot be read", "Name a file, or - for standard input.", broken);
        }
    }
}
