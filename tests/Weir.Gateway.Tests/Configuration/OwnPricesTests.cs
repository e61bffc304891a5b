using Weir.Dialects.Usage;
using Weir.Gateway.Configuration;
using Weir.Gateway.Pricing;
using Weir.Gateway.Tests.Storage;

namespace Weir.Gateway.Tests.Configuration;

public sealed class OwnPricesTests : IDisposable
{
    private const string Configuration =
        """
        providers:
          up: { base_url: "https://up.example/v1", discount: 15 }
        deployments:
          mini: { provider: up, priced_as: openai/gpt-5-mini }
          own: { provider: up, priced_as: up/own }
          opus: { provider: up, priced_as: anthropic/claude-opus-5, price_region: us }
        models:
          all: { route: [mini, own, opus] }

        """;

    private static readonly TokenUsage Million = new(100_000, 100_000);

    private readonly TemporaryDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [Fact]
    public void A_file_beside_the_configuration_goes_over_the_book_and_the_configuration_over_both()
    {
        var result = Load(
            "prices: { up/own: { input: 3, output: 4, source: contract, as_of: 2026-10-01 }, openai/gpt-5-mini: { input: 1, output: 1 } }",
            "prices: { up/own: { input: 30, output: 40 } }");

        result.Errors.ShouldBeEmpty();
        var deployments = result.Model.ShouldNotBeNull().Deployments;
        deployments["mini"].Price.ShouldNotBeNull().CostOf(Million).Amount.ShouldBe(0.2m * 0.85m);
        deployments["own"].Price.ShouldNotBeNull().CostOf(Million).Amount.ShouldBe(7m * 0.85m);
        (result.Config.Book.Entry("up/own")!.Origin, result.Config.Book.Entry("openai/gpt-5-mini")!.Origin, result.Config.Book.Entry("openai/gpt-5")!.Origin)
            .ShouldBe((PriceOrigin.Config, PriceOrigin.File, PriceOrigin.Book));
    }

    [Fact]
    public void A_region_and_a_discount_are_in_the_version_and_in_the_cost()
    {
        var price = Load("prices: { up/own: { input: 3, output: 4 } }").Model.ShouldNotBeNull().Deployments["opus"].Price.ShouldNotBeNull();

        price.Version.ShouldMatch("^book:2026-[0-9-]+:anthropic/claude-opus-5 in us -15%$");
        price.CostOf(Million).ShouldBe(new Charge(3m * 1.1m * 0.85m, PriceGaps.None, 0));
    }

    [Fact]
    public void The_file_is_part_of_what_the_release_names_and_of_what_is_watched()
    {
        var before = Load("prices: { up/own: { input: 3, output: 4 } }");
        var after = Load("prices: { up/own: { input: 3, output: 5 } }");

        after.Model!.Release.ShouldNotBe(before.Model!.Release);
        after.Files.Keys.ShouldContain(_directory.File(OwnPrices.FileName));
    }

    [Theory]
    [InlineData("prices: { up/own: { input: -3, output: 4 } }", "prices.up/own.input: -3 is out of range. Write US dollars per million tokens, 0 to 100000.")]
    [InlineData("prices: { up/own: { web_search: -3 } }", "prices.up/own.web_search: -3 is out of range. Write US dollars, 0 to 100000.")]
    [InlineData("prices: { up/own: {} }", "prices.up/own: the entry states no price. Write input: and output:, or same_as:.")]
    [InlineData("prices: { up/own quickly: { input: 1, output: 1 } }", "prices.up/own quickly: \"up/own quickly\" is nothing that can have a price.")]
    [InlineData("prices: { up/own: { input: 1, output: 1, as_of: soon } }", "prices.up/own.as_of: \"soon\" is no date. Write it as 2026-12-31.")]
    [InlineData("prices: { up/own: { same_as: openai/gpt-5, input: 1 } }", "prices.up/own.same_as: this is no other entry")]
    [InlineData("prices: { up/own: { same_as: openai/gpt-7 } }", "prices.up/own.same_as: there is no entry of the price book \"openai/gpt-7\".")]
    [InlineData("prices: { up/own: { input: 1, output: 1 }, up/own in us: { factor: 0 } }", "prices.up/own in us.factor: a region has a factor and nothing else.")]
    [InlineData("prices: { up/own: { input: 1, output: 1, factor: 2 } }", "prices.up/own.factor: a factor is a region's.")]
    [InlineData("prices: { up/own flex: { input: 1, output: 1 } }", "prices: up/own flex is a tier of a model that has no standard price.")]
    [InlineData("price: {}", "unknown key \"price\".")]
    public void A_mistake_in_the_file_is_told_with_its_place(string file, string error)
    {
        var result = Load(file);

        result.Model.ShouldBeNull();
        result.Errors.Select(found => found.ToString()).ShouldContain(line => line.StartsWith(_directory.File(OwnPrices.FileName) + ":1:", StringComparison.Ordinal) && line.Contains(error, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("price: { machine_hour: 4.20 }", "deployments.sim.price.slots: it is not said how many attempts share the machines.")]
    [InlineData("price: { machine_hour: 4.20, slots: 0 }", "deployments.sim.price.slots: 0 is out of range.")]
    [InlineData("price: { machine_hour: 4.20, slots: 8, machines: 0 }", "deployments.sim.price.machines: 0 is out of range.")]
    [InlineData("price: { machine_hour: -1, slots: 8 }", "deployments.sim.price.machine_hour: -1 is out of range.")]
    [InlineData("price: { machine_hour: 1, slots: 8, input: 1, output: 1 }", "deployments.sim.price.machine_hour: both machines and tokens have a price.")]
    [InlineData("price: { input: 1, output: 1, slots: 8 }", "deployments.sim.price.slots: this belongs to the price of machines.")]
    [InlineData("price: {}", "deployments.sim.price: the price says nothing.")]
    public void A_price_of_machines_is_whole_or_none(string price, string error) =>
        Given.Errors(Given.Minimal.Replace("price: { input: 0, output: 0 }", price, StringComparison.Ordinal)).ShouldHaveSingleItem().ShouldContain(error);

    [Fact]
    public void A_discount_is_a_percentage() =>
        Given.Errors(Given.Minimal.Replace("built_in: simulator", "built_in: simulator, discount: 115", StringComparison.Ordinal))
            .ShouldHaveSingleItem().ShouldContain("providers.sim.discount: 115 is out of range. Write a percentage, 0 to 100.");

    private ConfigurationResult Load(string file, string more = "")
    {
        File.WriteAllText(_directory.File("weir.yaml"), Configuration + more);
        File.WriteAllText(_directory.File(OwnPrices.FileName), file);
        return ConfigurationLoader.Load(_directory.File("weir.yaml"), new FakeEnvironment(), Given.Clock);
    }
}
