using Weir.Gateway.Configuration.Binding;
using Weir.Gateway.Pricing;

namespace Weir.Gateway.Configuration;

/// <summary>One entry of <c>prices</c>: a line of the operator's own price book.</summary>
internal sealed class PriceRowConfig : RatesConfig
{
    [Setting("What a region makes of the price of tokens, above 0. In an entry NAME in REGION, alone.", Example = "1.1")]
    public decimal? Factor { get; set; }

    [Setting("The entry whose prices hold for this name too; alone.", Example = "openai/gpt-5-mini")]
    public string? SameAs { get; set; }

    [Setting("Who states the price.", Example = "contract of 2026-10-01")]
    public string? Source { get; set; }

    [Setting("When it was stated, as 2026-10-01.", Example = "2026-10-01")]
    public string? AsOf { get; set; }

    [Setting("The last day of a price that is announced as temporary, as 2026-12-31.", Example = "2026-12-31")]
    public string? Until { get; set; }

    /// <summary>The line; only where PriceRowRules has found nothing.</summary>
    public PriceRow Row => new(PriceKey.TryParse(Name, out var key) ? key : throw new InvalidOperationException("not a line of a price book"), new PriceRates(Stated))
    {
        Factor = Factor,
        SameAs = SameAs,
        Source = Source,
        AsOf = Day(AsOf),
        Until = Day(Until),
    };

    private static DateOnly? Day(string? text) => text is not null && PriceKey.TryDate(text, out var day) ? day : null;
}
