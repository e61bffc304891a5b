using Weir.Cli.Output;
using Weir.Gateway.Pricing;

namespace Weir.Cli.Commands.Prices;

/// <summary>Prices as people read them.</summary>
internal static class PriceCells
{
    public static string Rate(decimal? rate) => rate is { } known ? Show.Money(known) : Show.Nothing;

    public static string Day(DateOnly? day) => day is { } known ? PriceKey.Show(known) : Show.Nothing;

    /// <summary>How long ago somebody stated it: a price can fall to a fifth within a week.</summary>
    public static string Age(DateOnly? asOf, DateOnly today) => asOf is { } known ? $"{today.DayNumber - known.DayNumber}d" : Show.Nothing;

    public static string Origin(PriceOrigin origin) => origin switch
    {
        PriceOrigin.Config => "configuration",
        PriceOrigin.File => "prices.yaml",
        _ => "book",
    };

    public static DateOnly Today(TimeProvider time) => DateOnly.FromDateTime(time.GetUtcNow().UtcDateTime);
}
