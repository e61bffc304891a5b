using Weir.Gateway.Faults;
using Weir.Gateway.Tests.Configuration;

namespace Weir.Gateway.Tests.Faults;

/// <summary>Faults do not take all deployments of a model at a time, unless they are told to.</summary>
public sealed class TotalOutageTests
{
    private const string Two = """
        providers: { sim: { built_in: simulator }, other: { built_in: simulator } }
        deployments:
          a: { provider: sim, price: { input: 0, output: 0 } }
          b: { provider: other, price: { input: 0, output: 0 } }
        models:
          both: { route: [a, b] }
          one: { route: [a] }

        """;

    [Theory]
    [InlineData("f: { deployments: [a], kind: reset }", "one")]
    [InlineData("f: { deployments: [b], kind: reset }", "")]
    [InlineData("f: { deployments: [a, b], kind: reset }", "both one")]
    [InlineData("f: { deployments: [a, b], kind: reset, allow_total: true }", "")]
    [InlineData("f: { deployments: [a, b], kind: reset, models: [one] }", "one")]
    [InlineData("f: { provider: sim, kind: reset, percent: 1 }", "one")]
    public void A_model_that_would_have_no_deployment_left_is_spared(string fault, string spared) => Spared(fault).ShouldBe([spared]);

    [Fact]
    public void Of_two_faults_that_would_be_total_together_the_later_one_yields() =>
        Spared("f: { deployments: [a], kind: reset, allow_total: true }\n  g: { deployments: [b], kind: delay }").ShouldBe(["", "both"]);

    [Fact]
    public void One_that_may_be_total_does_not_yield_to_another() =>
        Spared("f: { deployments: [b], kind: reset }\n  g: { deployments: [a], kind: delay, allow_total: true }").ShouldBe(["", ""]);

    private static string[] Spared(string faults)
    {
        var model = Given.Model($"{Two}faults:\n  {faults}\n");
        FaultState[] states = [.. model.Faults.Select(fault => new FaultState(fault, Given.Clock.GetUtcNow(), by: null))];
        return [.. TotalOutage.Prevent(states, model).Select(fault => string.Join(' ', fault.Spared.Order(StringComparer.Ordinal)))];
    }
}
