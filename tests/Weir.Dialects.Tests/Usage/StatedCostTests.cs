using System.Text;
using Weir.Dialects.OpenAI;

namespace Weir.Dialects.Tests.Usage;

public sealed class StatedCostTests
{
    /// <summary>OpenRouter's example, with and without a key of the customer's own; xAI's ticks, ten thousand million to the dollar; Perplexity's object.</summary>
    [Theory]
    [InlineData("""{"prompt_tokens":194,"completion_tokens":2,"cost":0.95,"is_byok":false,"cost_details":{"upstream_inference_cost":19}}""", "0.95")]
    [InlineData("""{"cost_details":{"upstream_inference_cost":19},"is_byok":true,"prompt_tokens":194,"completion_tokens":2,"cost":0.95}""", "19.95")]
    [InlineData("""{"prompt_tokens":1,"completion_tokens":2,"cost":1.905e-05}""", "0.00001905")]
    [InlineData("""{"prompt_tokens":1,"completion_tokens":2,"cost_in_usd_ticks":37756000}""", "0.0037756")]
    [InlineData("""{"prompt_tokens":1,"completion_tokens":2,"cost":{"input_tokens_cost":0.001,"request_cost":0.006,"total_cost":0.008}}""", "0.008")]
    [InlineData("""{"prompt_tokens":1,"completion_tokens":2,"cost":"a lot","cost_details":null}""", null)]
    [InlineData("""{"prompt_tokens":1,"completion_tokens":2}""", null)]
    public void What_a_provider_says_that_it_charges_is_read_to_the_last_digit(string json, string? cost)
    {
        UsageReader.TryRead(Encoding.UTF8.GetBytes(json), out var usage).ShouldBeTrue();
        usage.Extras?.StatedCost.ShouldBe(cost is null ? null : decimal.Parse(cost, System.Globalization.CultureInfo.InvariantCulture));
        if (cost is not null) usage.Extras.ShouldNotBeNull();
    }

    [Fact]
    public void A_charge_that_makes_no_sense_is_not_believed_nor_is_the_rest() =>
        UsageReader.TryRead("""{"prompt_tokens":1,"completion_tokens":2,"cost":-1}"""u8, out _).ShouldBeFalse();
}
