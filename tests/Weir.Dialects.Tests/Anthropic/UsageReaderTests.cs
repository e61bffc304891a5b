using System.Text;
using Weir.Dialects.Anthropic;
using Weir.Dialects.Usage;

namespace Weir.Dialects.Tests.Anthropic;

public sealed class UsageReaderTests
{
    [Fact]
    public void Cached_tokens_are_part_of_the_input()
    {
        UsageReader.TryRead("""
            {"input_tokens":10,"cache_creation_input_tokens":5,"cache_read_input_tokens":100,"cache_creation":{"ephemeral_5m_input_tokens":5},"output_tokens":7,
             "output_tokens_details":{"thinking_tokens":3,"x":[]},"server_tool_use":{"web_search_requests":1},"service_tier":"standard"}
            """u8, out var usage).ShouldBeTrue();
        usage.ShouldBe(new TokenUsage(115, 7, 100, 5, 3, Extras: new UsageExtras { WebSearches = 1 }, Tier: ServiceTier.Standard));
    }

    [Theory]
    [InlineData("""{"input_tokens":8}""", true)]
    [InlineData("""{"input_tokens":8,"output_tokens":null,"cache_read_input_tokens":null,"output_tokens_details":null}""", true)]
    [InlineData("", false)]
    [InlineData("null", false)]
    [InlineData("{}", false)]
    [InlineData("""{"input_tokens":-8}""", false)]
    [InlineData("""{"input_tokens":8.5}""", false)]
    [InlineData("""{"input_tokens":"8"}""", false)]
    [InlineData("""{"input_tokens":8,"output_tokens":9223372036854775807}""", false)]
    [InlineData("""{"input_tokens":8,"output_tokens_details":{"thinking_tokens":-1}}""", false)]
    [InlineData("""{"input_tokens":8,"output_tokens_details":7}""", false)]
    [InlineData("""{"input_tokens":8""", false)]
    public void A_usage_is_believed_whole_or_not_at_all(string json, bool good)
    {
        UsageReader.TryRead(Encoding.UTF8.GetBytes(json), out var usage).ShouldBe(good);
        usage.Input.ShouldBe(good ? 8 : 0);
    }
}
