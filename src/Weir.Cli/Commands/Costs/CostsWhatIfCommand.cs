using System.CommandLine;
using System.Globalization;
using Weir.Cli.Output;
using Weir.Cli.Usage;
using Weir.Gateway.Configuration;
using Weir.Gateway.Costs;
using Weir.Gateway.Costs.WhatIf;
using Weir.Gateway.Pricing;

namespace Weir.Cli.Commands.Costs;

/// <summary><c>weir costs what-if</c>: what calls would have cost on another model, at another price, with another cache.</summary>
internal static class CostsWhatIfCommand
{
    public static Command Create()
    {
        var options = new CostOptions();
        var model = new Option<string?>("--model") { Description = "Have all of it at the price of this model: a deployment, or an entry of the price book.", HelpName = "NAME" };
        var price = new Option<string?>("--price") { Description = "Have all of it at this price, as an entry of a price book states it: 'input: 1, cached_input: 0.1, output: 4'.", HelpName = "PRICES" };
        var cache = new Option<string?>("--cache-rate") { Description = "Have so much of the input read from the provider's cache, such as 40%.", HelpName = "PERCENT" };
        var (data, config, json) = (CommonOptions.Data(), CommonOptions.Config(), CommonOptions.Json());
        var command = new Verb(
            "what-if",
            "Reckons what calls would have cost on another model, at another price, or with another cache.",
            "weir costs what-if --model openai/gpt-5-mini --where feature=search --since 30d",
            "weir costs what-if --price 'input: 1, cached_input: 0.1, output: 4' --where deployment=main",
            "weir costs what-if --cache-rate 40%")
        {
            model, price, cache, json, data, config,
        };
        options.AddTo(command);
        command.Notes = ["The same tokens are priced anew. Another model counts tokens otherwise, and answers at another length."];
        command.SetAction(parsed => CostRun.With(DataPlace.Of(parsed), (session, time) =>
        {
            var loaded = LoadedConfiguration.Of(CommonOptions.ConfigFile(parsed.GetValue(config)));
            var prices = new DeploymentPrices(loaded.Model!, loaded.Config.Book);
            var change = new PriceChange(Price(parsed.GetValue(model), parsed.GetValue(price), prices, loaded.Config.Book), Rate(parsed.GetValue(cache)), prices.Own);
            if (change is { Price: null, CacheRate: null }) throw new CostQueryException("it is not said what would be different.", "Give --model, --price or --cache-rate.");
            var report = WhatIfReport.Of(session, time, options.Query(parsed, by: null, time), change);
            if (parsed.GetValue(json)) Console.Out.WriteLine(Json.Page(WhatIfText.Object(report, change)));
            else WhatIfText.Write(report, change);
            return WeirCommand.Done;
        }));
        return command;
    }

    private static PriceModel? Price(string? name, string? stated, DeploymentPrices prices, PriceBook book)
    {
        if (name is not null && stated is not null) throw new CostQueryException("both a model and a price are given.", "Leave out one of the two.");
        if (stated is not null) return Stated(stated);
        if (name is null) return null;
        var price = prices.Find(name) ?? throw new CostQueryException($"nobody states a price for '{Show.Text(name)}'.", Nearest.Remedy(name, book.Names, "'weir prices list' shows those that are known."));
        return price.Machine is null ? price : throw new CostQueryException($"'{Show.Text(name)}' is charged by the time that attempts take there, which nobody knows.", "Name a model that is charged by the token.");
    }

    private static PriceModel Stated(string text)
    {
        try
        {
            var row = PriceRow.Parse($"stated: {{ {text.Trim().TrimStart('{').TrimEnd('}')} }}");
            if (row.Rates[PriceKind.Input] is not null && row.Rates[PriceKind.Output] is not null) return new PriceModel("stated", new TierRates(row.Rates));
        }
        catch (Exception broken) when (broken is FormatException or OverflowException)
        {
            // Said below.
        }
        throw new CostQueryException($"'{Show.Text(text)}' is no price.", "Write it as 'input: 1, cached_input: 0.1, output: 4', in US dollars per million tokens.");
    }

    private static decimal? Rate(string? text)
    {
        if (text is null) return null;
        return decimal.TryParse(text.TrimEnd('%'), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var percent) && percent <= 100
            ? percent / 100
            : throw new CostQueryException($"'{Show.Text(text)}' is no share of the input.", "Write a percentage such as 40%.");
    }
}
