using Weir.Gateway.Configuration;

namespace Weir.Gateway.Tests.Configuration;

public sealed class AdvisorTests
{
    [Fact]
    public void What_is_right_earns_no_warning() => Given.Warnings(Given.Minimal).ShouldBeEmpty();

    [Theory]
    [InlineData("http://0.0.0.0:8080")]
    [InlineData("http://*:8080")]
    [InlineData("http://10.0.0.1:8080")]
    public void Listening_to_other_machines(string listen) =>
        Given.Warnings($"server: {{ listen: \"{listen}\" }}\n{Given.Minimal}").ShouldHaveSingleItem()
            .ShouldStartWith("weir.yaml:1:19: server.listen: other machines can connect");

    [Fact]
    public void A_key_over_plain_http()
    {
        var environment = new FakeEnvironment { ["K"] = "secret" };

        Given.Warnings(Provider("base_url: http://llm.example/v1, api_key: \"${K}\""), environment).ShouldHaveSingleItem()
            .ShouldBe("weir.yaml:2:20: providers.sim.base_url: the provider's key travels over plain http. Write https://.");
        Given.Warnings(Provider("base_url: http://127.0.0.1:11434/v1, api_key: \"${K}\""), environment).ShouldBeEmpty();
        Given.Warnings(Provider("base_url: http://llm.example/v1")).ShouldBeEmpty();
    }

    [Fact]
    public void A_secret_in_the_file() =>
        Given.Warnings(Provider("base_url: https://llm.example/v1, api_key: sk-1, headers: { x-title: app, x-token: t }")).ShouldBe(
        [
            "weir.yaml:2:53: providers.sim.api_key: the secret itself stands in the file. Write ${NAME} and set the variable, or file:PATH.",
            "weir.yaml:2:93: providers.sim.headers.x-token: the secret itself stands in the file. Write ${NAME} and set the variable, or file:PATH.",
        ]);

    [Fact]
    public void A_file_with_secrets_that_others_can_read()
    {
        var path = Path.GetTempFileName();
        try
        {
            File.WriteAllText(path, Provider("base_url: https://llm.example/v1, api_key: sk-1"));
            if (OperatingSystem.IsWindows()) return;
            File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.OtherRead);
            ConfigurationLoader.Load(path, new FakeEnvironment(), Given.Clock).Warnings.ShouldContain(w => w.Message.StartsWith("the file holds secrets"));
            File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite);
            ConfigurationLoader.Load(path, new FakeEnvironment(), Given.Clock).Warnings.ShouldNotContain(w => w.Message.StartsWith("the file holds secrets"));
        }
        finally
        {
            File.Delete(path);
        }
    }

    [Fact]
    public void Relaying_to_an_account_that_nobody_owns()
    {
        var text = "server: { relay_to: sim }\ntenants: { default: {}, acme: {} }\n" + Provider("base_url: https://llm.example/v1");

        Given.Warnings(text).ShouldHaveSingleItem().ShouldBe(
            "weir.yaml:1:21: server.relay_to: your tenants share the account of this deployment's provider, so such requests are refused. Say whose account it is: providers.sim.account_of.");
        Given.Warnings(text.Replace("base_url:", "account_of: [acme], base_url:", StringComparison.Ordinal)).ShouldBeEmpty();
    }

    [Fact]
    public void What_is_declared_and_never_used() =>
        Given.Warnings(
            """
            providers: { sim: { built_in: simulator }, spare: { built_in: simulator } }
            deployments:
              sim: { provider: sim, price: { input: 0, output: 0 } }
              spare: { provider: sim, price: { input: 0, output: 0 } }
            models: { sim: { route: [sim] } }
            """).ShouldBe(
        [
            "weir.yaml:1:44: providers.spare: no deployment uses this provider. Add a deployment, or remove it.",
            "weir.yaml:4:3: deployments.spare: no model leads to this deployment. Add it to a route, or remove it.",
        ]);

    [Fact]
    public void A_model_without_a_price()
    {
        var text = Given.Minimal.Replace("provider: sim, price: { input: 0, output: 0 }", "provider: sim, model: gpt-5-mini", StringComparison.Ordinal);

        Given.Warnings(text).ShouldHaveSingleItem().ShouldStartWith("weir.yaml:4:3: deployments.sim: its price is not known, so its calls will have no cost.");
        Given.Model(text).Deployments["sim"].Price.ShouldBeNull();
    }

    [Fact]
    public void A_price_that_was_temporary()
    {
        var clock = new Weir.Testing.FakeTimeProvider(new DateTimeOffset(2026, 9, 1, 0, 0, 0, TimeSpan.Zero));
        var environment = new FakeEnvironment { ["ANTHROPIC_API_KEY"] = "x" };

        ConfigurationLoader.Load(null, environment, clock).Warnings.ShouldHaveSingleItem().ToString()
            .ShouldEndWith("deployments.claude-sonnet-5: the known price was temporary, until 2026-08-31. Look up today's price and write it under price:.");
    }

    private static string Provider(string settings) => Given.Minimal.Replace("built_in: simulator", settings, StringComparison.Ordinal);
}
