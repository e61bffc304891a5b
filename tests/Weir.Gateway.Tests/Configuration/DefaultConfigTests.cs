using Weir.Dialects.Usage;
using Weir.Gateway.Configuration;
using Weir.Gateway.Configuration.Output;

namespace Weir.Gateway.Tests.Configuration;

public sealed class DefaultConfigTests
{
    [Theory]
    [InlineData(false, false)]
    [InlineData(true, false)]
    [InlineData(false, true)]
    [InlineData(true, true)]
    public void The_default_loads_without_errors_or_warnings_and_prices_every_deployment(bool openAI, bool anthropic)
    {
        var result = ConfigurationLoader.Load(null, Environment(openAI, anthropic), Given.Clock);

        result.Errors.ShouldBeEmpty();
        result.Warnings.ShouldBeEmpty();
        var model = result.Model.ShouldNotBeNull();
        model.Models.ShouldContainKey("sim");
        model.Deployments.Values.ShouldAllBe(d => d.Price != null);
        model.Providers.ContainsKey("openai").ShouldBe(openAI);
        model.Providers.ContainsKey("anthropic").ShouldBe(anthropic);
        DefaultConfig.Compose(Environment(openAI, anthropic)).ShouldNotContain("sk-marker");
        EffectiveConfig.Print(result.Config).ShouldNotContain("sk-marker");
    }

    [Fact]
    public void Without_any_key_common_names_are_answered_by_the_simulator_for_nothing()
    {
        var model = ConfigurationLoader.Load(null, Environment(false, false), Given.Clock).Model.ShouldNotBeNull();

        var mini = model.Models["gpt-5-mini"].Candidates.Single().Deployment;
        mini.Provider.BuiltIn.ShouldBe("simulator");
        mini.Price.ShouldNotBeNull().CostOf(new TokenUsage(10, 10)).Amount.ShouldBe(0);
        model.Models.ShouldContainKey("claude-sonnet-5");
        model.Models.Count.ShouldBe(17);
    }

    [Fact]
    public void With_a_real_provider_no_real_name_is_simulated_and_the_other_providers_names_are_not_offered()
    {
        var model = ConfigurationLoader.Load(null, Environment(true, false), Given.Clock).Model.ShouldNotBeNull();

        model.Models.Keys.ShouldNotContain("claude-sonnet-5");
        model.Deployments.Values.Where(d => d.Provider.BuiltIn is not null).Select(d => d.Name).ShouldBe(["sim"]);
        var mini = model.Models["gpt-5-mini"].Candidates.Single().Deployment;
        mini.Provider.BaseUrl.ShouldBe(new Uri("https://api.openai.com/v1"));
        mini.Price.ShouldNotBeNull().Version.ShouldEndWith(":openai/gpt-5-mini");
    }

    [Fact]
    public void The_defaults_that_it_writes_are_the_defaults_that_hold_without_them()
    {
        var text = DefaultConfig.Compose(Environment(false, false));
        var without = string.Join('\n', text.Split('\n').SkipWhile(l => !l.StartsWith("providers:", StringComparison.Ordinal)));

        Given.Model(without).Release.ShouldBe(Given.Model(text).Release);
    }

    private static FakeEnvironment Environment(bool openAI, bool anthropic)
    {
        var environment = new FakeEnvironment();
        if (openAI) environment["OPENAI_API_KEY"] = "sk-marker-openai-0123456789";
        if (anthropic) environment["ANTHROPIC_API_KEY"] = "sk-marker-anthropic-0123456789";
        return environment;
    }
}
