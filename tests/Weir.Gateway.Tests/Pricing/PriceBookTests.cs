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

        entry.Price.ShouldBe(new PriceModel($"book:{entry.AsOf:yyyy-MM-dd}:openai/gpt-5-mini", 0.25m, 2m, 0.025m));
        entry.Source.ShouldNotBeEmpty();
        entry.AsOf.ShouldBeGreaterThan(new DateOnly(2026, 7, 1));
        PriceBook.Default.Names.Count.ShouldBeGreaterThan(34);
    }

    [Theory]
    [InlineData("openai/gpt-6")]
    [InlineData("gpt-5-mini")]
    [InlineData("OpenAI/gpt-5-mini")]
    [InlineData("openai/gpt-5-mini-latest")]
    [InlineData("")]
    public void An_unknown_model_has_no_price_rather_than_none_to_pay(string name) => PriceBook.Default.Find(name).ShouldBeNull();

    [Fact]
    public void Cost_is_exact_to_the_last_digit()
    {
        var price = PriceBook.Default.Find("deepseek/deepseek-v4-pro").ShouldNotBeNull();

        price.CostOf(new TokenUsage(Input: 1_000_003, Output: 7, CachedInput: 1)).ShouldBe(((1_000_002 * 0.435m) + 0.003625m + (7 * 0.87m)) / 1_000_000m);
        price.CostOf(new TokenUsage(Input: 1, Output: 0, CachedInput: 1)).ShouldBe(0.000000003625m);
        PriceBook.Default.Find("openai/gpt-5-nano").ShouldNotBeNull().CostOf(new TokenUsage(1, 0)).ShouldBe(0.00000005m);
    }

    [Fact]
    public void Where_no_cached_price_is_stated_cached_input_costs_what_input_does()
    {
        var price = PriceBook.Default.Find("mistral/mistral-large-2512").ShouldNotBeNull();

        price.CachedInput.ShouldBeNull();
        price.CostOf(new TokenUsage(Input: 1_000_000, Output: 0, CachedInput: 1_000_000)).ShouldBe(0.5m);
    }

    [Fact]
    public void The_shipped_file_is_the_YAML_that_it_claims_to_be()
    {
        using var stream = typeof(PriceBook).Assembly.GetManifestResourceStream("Weir.Gateway.Pricing.prices.yaml").ShouldNotBeNull();
        using var reader = new StreamReader(stream);
        var errors = new ConfigErrors("prices.yaml");

        var root = YamlReader.Read(reader.ReadToEnd(), errors).ShouldBeOfType<MapNode>();

        errors.Any.ShouldBeFalse();
        var prices = root.Find("prices").ShouldBeOfType<MapNode>();
        prices.Entries.Select(e => e.Key).ShouldBe(PriceBook.Default.Names, ignoreOrder: true);
        foreach (var entry in prices.Entries)
        {
            var (written, read) = ((MapNode)entry.Value, PriceBook.Default.Find(entry.Key).ShouldNotBeNull());
            decimal.Parse(((ScalarNode)written.Find("input")!).Text).ShouldBe(read.Input);
            decimal.Parse(((ScalarNode)written.Find("output")!).Text).ShouldBe(read.Output);
            (written.Find("cached_input") is ScalarNode cached ? decimal.Parse(cached.Text) : (decimal?)null).ShouldBe(read.CachedInput);
            (read.CachedInput ?? 0).ShouldBeLessThanOrEqualTo(read.Input);
        }
    }

    [Theory]
    [InlineData("  a/b: { input: 1, as_of: 2026-01-01, source: x }")]
    [InlineData("  a/b: { input: 1, output: 1, as_of: 2026-01-01 }")]
    [InlineData("  a/b: { input: 1, output: 1, typo: 1, as_of: 2026-01-01, source: x }")]
    [InlineData("  a/b: 1")]
    public void A_broken_book_is_refused(string line) => Should.Throw<FormatException>(() => PriceBook.Parse(line));
}
