using System.Globalization;
using Weir.Dialects.Usage;
using Weir.Gateway.Configuration;
using Weir.Gateway.Configuration.Yaml;
using Weir.Gateway.Pricing;

namespace Weir.Gateway.Tests.Pricing;

public sealed class PriceBookTests
{
    [Fact]
    public void A_known_model_has_its_list_price_with_source_and_date()
    {
        var entry = PriceBook.Default.Entry("openai/gpt-5-mini").ShouldNotBeNull();

        entry.Price.Version.ShouldBe($"book:{entry.AsOf:yyyy-MM-dd}:openai/gpt-5-mini");
        entry.Price.Standard.Rates.Stated.ShouldBe([new(PriceKind.Input, 0.25m), new(PriceKind.CachedInput, 0.025m), new(PriceKind.Output, 2m)]);
        entry.Source.ShouldNotBeEmpty();
        entry.AsOf.ShouldNotBeNull().ShouldBeGreaterThan(new DateOnly(2026, 7, 1));
        PriceBook.Default.Entries.Count().ShouldBeGreaterThan(70);
    }

    [Theory]
    [InlineData("openai/gpt-6")]
    [InlineData("gpt-5-mini")]
    [InlineData("OpenAI/gpt-5-mini")]
    [InlineData("openai/gpt-5-mini-latest")]
    [InlineData("openai/gpt-5-mini-2031-01-01")]
    [InlineData("")]
    public void An_unknown_model_has_no_price_rather_than_none_to_pay(string name) => PriceBook.Default.Find(name).ShouldBeNull();

    [Theory]
    [InlineData("openai/gpt-5-mini-2025-08-07", "openai/gpt-5-mini", "0.225")]
    [InlineData("anthropic/claude-haiku-4-5-20251001", "anthropic/claude-haiku-4-5", "0.6")]
    [InlineData("bedrock/global.anthropic.claude-opus-4-8", "bedrock/anthropic.claude-opus-4-8", "3")]
    [InlineData("bedrock/us.anthropic.claude-opus-4-8", "bedrock/anthropic.claude-opus-4-8", "3.3")]
    public void Another_name_that_is_written_down_has_the_prices_of_the_first(string alias, string name, string cost)
    {
        PriceBook.Default.Entry(alias).ShouldNotBeNull().Name.ShouldBe(name);
        Cost(alias, new TokenUsage(100_000, 100_000)).ShouldBe(decimal.Parse(cost, CultureInfo.InvariantCulture));
    }

    [Fact]
    public void Every_other_name_leads_to_an_entry_and_none_means_another_model_tomorrow()
    {
        foreach (var alias in PriceBook.Default.Aliases.Keys) PriceBook.Default.Find(alias).ShouldNotBeNull(alias);
        PriceBook.Default.Names.Where(name => name.EndsWith("-latest", StringComparison.Ordinal)).ShouldBeEmpty();
    }

    [Fact]
    public void Prices_are_in_the_order_that_prices_have()
    {
        foreach (var entry in PriceBook.Default.Entries)
        {
            foreach (var rates in entry.Price.Tiers.Values.Append(entry.Price.Standard).SelectMany(tier => tier.Longer.Select(longer => longer.Rates).Prepend(tier.Rates)))
            {
                if (rates[PriceKind.CachedInput] is { } cached) cached.ShouldBeLessThanOrEqualTo(rates[PriceKind.Input]!.Value, entry.Name);
                if (rates[PriceKind.CacheWriteHour] is { } hour) hour.ShouldBeGreaterThan(rates[PriceKind.CacheWrite]!.Value, entry.Name);
            }
            foreach (var longer in entry.Price.Standard.Longer)
                longer.Rates[PriceKind.Input].ShouldNotBeNull().ShouldBeGreaterThan(entry.Price.Standard.Rates[PriceKind.Input]!.Value, entry.Name);
        }
    }

    [Fact]
    public void The_shipped_file_is_the_YAML_that_it_claims_to_be()
    {
        using var stream = typeof(PriceBook).Assembly.GetManifestResourceStream("Weir.Gateway.Pricing.prices.yaml").ShouldNotBeNull();
        using var reader = new StreamReader(stream);
        var errors = new ConfigErrors("prices.yaml");

        var root = YamlReader.Read(reader.ReadToEnd(), errors).ShouldBeOfType<MapNode>();

        errors.Any.ShouldBeFalse();
        var written = root.Find("prices").ShouldBeOfType<MapNode>().Entries;
        var read = PriceBook.Default.Entries.SelectMany(entry => entry.Rows).ToDictionary(row => row.Key.ToString());
        written.Where(entry => ((MapNode)entry.Value).Find("same_as") is null).Select(entry => entry.Key).ShouldBe(read.Keys, ignoreOrder: true);
        foreach (var entry in written) ShouldBeTheSame((MapNode)entry.Value, entry.Key, read);
    }

    [Theory]
    [InlineData("  a/b: { input: 1, output: 1, as_of: 2026-01-01 }")]
    [InlineData("  a/b: { input: 1, output: 1, typo: 1, as_of: 2026-01-01, source: x }")]
    [InlineData("  a/b: { input: 1, output: 1, as_of: yesterday, source: x }")]
    [InlineData("  a/b: 1")]
    [InlineData("  a/b quickly: { input: 1, output: 1, as_of: 2026-01-01, source: x }")]
    [InlineData("  a/b flex: { input: 1, output: 1 }")]
    [InlineData("  a/b: { input: 1, output: 1, as_of: 2026-01-01, source: x }\n  a/b flex above 9k: { input: 1, output: 1 }")]
    [InlineData("  a/b: { input: 1, output: 1, as_of: 2026-01-01, source: x }\n  a/b in us: { input: 1 }")]
    [InlineData("  a/b: { input: 1, output: 1, as_of: 2026-01-01, source: x }\n  a/b: { input: 2, output: 1, as_of: 2026-01-01, source: x }")]
    [InlineData("  a/b: { input: 1, output: 1, as_of: 2026-01-01, source: x }\n  a/b: { same_as: c/d }")]
    public void A_broken_book_is_refused(string text) => Should.Throw<FormatException>(() => PriceBook.Parse(text));

    [Fact]
    public void A_price_changes_on_its_day()
    {
        var price = PriceBook.Parse(
            """
              a/b: { input: 2, output: 1, as_of: 2026-01-01, source: x, until: 2026-08-31 }
              a/b from 2026-09-01: { input: 3, output: 1, as_of: 2026-01-01, source: x }
              a/b flex from 2026-09-01: { input: 1, output: 1 }
            """).Find("a/b").ShouldNotBeNull();
        var flex = new TokenUsage(1_000_000, 0, Tier: ServiceTier.Flex);

        var (last, first) = (price.At(Micros(2026, 8, 31, 23)), price.At(Micros(2026, 9, 1, 0)));

        (last.CostOf(flex), last.Version).ShouldBe((new Charge(2, PriceGaps.ServiceTier, 0), "book:2026-01-01:a/b"));
        (first.CostOf(flex), first.Version).ShouldBe((new Charge(1, PriceGaps.None, 0), "book:2026-01-01:a/b from 2026-09-01"));
    }

    [Fact]
    public void Own_prices_take_the_place_of_a_whole_entry_and_their_version_says_what_they_are()
    {
        var book = PriceBook.Default.With([PriceRow.Parse("openai/gpt-5.6: { input: 4, output: 20 }"), PriceRow.Parse("openai/mine: { same_as: openai/gpt-5.6 }")], PriceOrigin.File);

        var price = book.Find("openai/mine").ShouldNotBeNull();
        price.CostOf(new TokenUsage(1_000_000, 0, Tier: ServiceTier.Flex)).ShouldBe(new Charge(4, PriceGaps.ServiceTier, 0));
        price.Version.ShouldMatch("^own:[0-9a-f]{8}:openai/gpt-5.6$");
        var other = PriceBook.Default.With([PriceRow.Parse("openai/gpt-5.6: { input: 5, output: 20 }")], PriceOrigin.File).Find("openai/gpt-5.6").ShouldNotBeNull();
        other.Version.ShouldNotBe(price.Version);
        PriceBook.Default.Find("openai/gpt-5.6").ShouldNotBeNull().Version.ShouldStartWith("book:");
    }

    private static decimal? Cost(string name, TokenUsage usage) => PriceBook.Default.Find(name)?.CostOf(usage).Amount;

    private static long Micros(int year, int month, int day, int hour) =>
        (new DateTimeOffset(year, month, day, hour, 59, 59, TimeSpan.Zero) - DateTimeOffset.UnixEpoch).Ticks / TimeSpan.TicksPerMicrosecond;

    private static void ShouldBeTheSame(MapNode written, string key, Dictionary<string, PriceRow> read)
    {
        if (written.Find("same_as") is ScalarNode same)
        {
            PriceBook.Default.Aliases[key].ShouldBe(same.Text);
            return;
        }
        var row = read[key];
        var (factor, source, asOf, until) = (Text(written, "factor"), Text(written, "source"), Text(written, "as_of"), Text(written, "until"));
        row.Rates.Stated.ShouldBe(written.Entries.Where(field => PriceKinds.TryParse(field.Key, out _)).Select(field => Rate(field)), ignoreOrder: true, key);
        (row.Factor, row.Source, row.AsOf?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture), row.Until?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture))
            .ShouldBe((factor is null ? null : decimal.Parse(factor, CultureInfo.InvariantCulture), source, asOf, until), key);
    }

    private static KeyValuePair<PriceKind, decimal> Rate(MapEntry field)
    {
        PriceKinds.TryParse(field.Key, out var kind).ShouldBeTrue();
        return new(kind, decimal.Parse(((ScalarNode)field.Value).Text, CultureInfo.InvariantCulture));
    }

    private static string? Text(MapNode node, string key) => (node.Find(key) as ScalarNode)?.Text;
}
