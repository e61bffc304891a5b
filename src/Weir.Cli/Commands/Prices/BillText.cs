using Weir.Cli.Output;
using Weir.Dialects.Usage;
using Weir.Gateway.Pricing;

namespace Weir.Cli.Commands.Prices;

/// <summary>A bill for a person to check, or for a program.</summary>
internal static class BillText
{
    private static readonly Column[] Columns = [new("kind"), new("count", IsRight: true), new("USD", IsRight: true), new("per"), new("cost", IsRight: true), new("note")];

    public static void Write(Bill bill, PriceModel price, in TokenUsage usage)
    {
        Console.Out.WriteLine($"price {price.Version}, tier {ServiceTiers.NameOf(usage.Tier) ?? "standard"}, {usage.Input} tokens in, {usage.Output} out");
        var rows = new List<string[]>();
        foreach (var line in bill.Lines) rows.Add(Row(line));
        Table.Write(Columns, rows);
        if (bill.Region is { } region) Console.Out.WriteLine($"tokens in {Show.Text(region)}: × {Show.Money(bill.Factor)}");
        if (price.Share != 1) Console.Out.WriteLine($"after your discount: × {Show.Money(price.Share)}");
        var total = bill.Total;
        Console.Out.WriteLine(total.Amount is { } amount ? $"total ${Show.Money(amount)}" : "total unknown: nothing of what was used has a price");
        if (PriceGapNames.Of(total.Gaps) is { } gaps) Console.Out.WriteLine($"not exact, without a price of its own: {gaps.Replace(",", ", ", StringComparison.Ordinal)}");
        if (usage.Extras?.StatedCost is { } stated) Console.Out.WriteLine($"the provider says ${Show.Money(stated)}");
    }

    public static object Json(Bill bill, PriceModel price, in TokenUsage usage)
    {
        var lines = new List<object>();
        foreach (var line in bill.Lines)
        {
            lines.Add(new
            {
                kind = PriceKinds.NameOf(line.Kind),
                count = line.Count,
                charged_as = PriceKinds.NameOf(line.ChargedAs),
                rate = line.Rate,
                per = PriceKinds.IsPerMillion(line.Kind) ? 1_000_000 : 1,
                cost = line.Rate is null ? (decimal?)null : line.Amount,
            });
        }
        var total = bill.Total;
        return new
        {
            price_version = price.Version,
            service_tier = ServiceTiers.NameOf(usage.Tier),
            region = bill.Region,
            lines,
            region_factor = bill.Factor,
            discount_share = price.Share,
            cost = total.Amount,
            unpriced = PriceGapNames.Of(total.Gaps),
            stated_cost = usage.Extras?.StatedCost,
        };
    }

    private static string[] Row(BillLine line) =>
    [
        PriceKinds.NameOf(line.Kind),
        Show.Money(line.Count),
        PriceCells.Rate(line.Rate),
        PriceKinds.IsPerMillion(line.Kind) ? "million" : "one",
        line.Rate is null ? Show.Nothing : Show.Money(line.Amount),
        line.Rate is null ? "no price" : line.ChargedAs == line.Kind ? "" : $"as {PriceKinds.NameOf(line.ChargedAs)}",
    ];
}
