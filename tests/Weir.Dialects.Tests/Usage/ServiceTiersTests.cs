using System.Text;
using Weir.Dialects.Usage;

namespace Weir.Dialects.Tests.Usage;

public sealed class ServiceTiersTests
{
    [Fact]
    public void Every_tier_has_a_name_of_its_own_that_can_be_read_back()
    {
        foreach (var tier in Enum.GetValues<ServiceTier>())
        {
            ServiceTiers.TryParse(ServiceTiers.NameOf(tier), out var read).ShouldBeTrue();
            read.ShouldBe(tier);
        }
        ServiceTiers.TryParse("urgent", out _).ShouldBeFalse();
    }

    [Theory]
    [InlineData("\"default\"", ServiceTier.Standard)]
    [InlineData("\"Priority\"", ServiceTier.Priority)]
    [InlineData(" \"flex\" ", ServiceTier.Flex)]
    [InlineData("\"ON_DEMAND_PRIORITY\"", ServiceTier.Priority)]
    [InlineData("\"scale\"", ServiceTier.Other)]
    [InlineData("""{"x":1,"type":"reserved"}""", ServiceTier.Other)]
    [InlineData("""{"type":"flex"}""", ServiceTier.Flex)]
    [InlineData("\"auto\"", ServiceTier.Unstated)]
    [InlineData("\"a word that is longer than any provider's\"", ServiceTier.Unstated)]
    [InlineData("null", ServiceTier.Unstated)]
    [InlineData("7", ServiceTier.Unstated)]
    [InlineData("{\"type\":", ServiceTier.Unstated)]
    [InlineData("", ServiceTier.Unstated)]
    public void A_providers_word_is_understood_or_says_nothing(string json, ServiceTier tier) => ServiceTiers.Read(Encoding.UTF8.GetBytes(json)).ShouldBe(tier);
}
