using Weir.Gateway.Configuration;

namespace Weir.Gateway.Tests.Configuration;

public sealed class NearestTests
{
    private static readonly string[] Names = ["base_url", "built_in", "api_key", "timeouts", "a"];

    [Theory]
    [InlineData("bas_url", "base_url")]
    [InlineData("base_ulr", "base_url")]
    [InlineData("BASE_URL", "base_url")]
    [InlineData("apikey", "api_key")]
    [InlineData("timeout", "timeouts")]
    [InlineData("xyz", null)]
    [InlineData("b", null)]
    [InlineData("", null)]
    public void A_slip_is_recognised_and_a_stranger_is_not(string written, string? meant) => Nearest.Find(written, Names).ShouldBe(meant);
}
