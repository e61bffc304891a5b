using System.Text;
using Weir.Dialects.OpenAI;
using Weir.Dialects.Usage;

namespace Weir.Dialects.Tests.OpenAI;

public sealed class UsageReaderTests
{
    [Fact]
    public void Every_kind_of_token_is_read()
    {
        UsageReader.TryRead("""
            {"prompt_tokens":100,"completion_tokens":50,"total_tokens":150,"x":{},"prompt_tokens_details":{"cached_tokens":60,"cache_write_tokens":10,"audio_tokens":5,"text_tokens":1},
             "completion_tokens_details":{"reasoning_tokens":20,"audio_tokens":3,"accepted_prediction_tokens":null}}
            """u8, out var usage).ShouldBeTrue();
        usage.ShouldBe(new TokenUsage(100, 50, 60, 10, 20, 5, 3));
        usage.Total.ShouldBe(150);
    }

    /// <summary>The first two are xAI's own examples, the third is Gemini's as its OpenAI-compatible API gives it.</summary>
    [Theory]
    [InlineData("""{"prompt_tokens":32,"completion_tokens":9,"total_tokens":135,"completion_tokens_details":{"reasoning_tokens":94}}""", 103, 94)]
    [InlineData("""{"completion_tokens_details":{"reasoning_tokens":2809},"total_tokens":14428,"completion_tokens":1499,"prompt_tokens":10120}""", 4308, 2809)]
    [InlineData("""{"prompt_tokens":13,"completion_tokens":7,"total_tokens":1014}""", 1001, 994)]
    [InlineData("""{"prompt_tokens":10,"completion_tokens":7,"total_tokens":17,"completion_tokens_details":{"reasoning_tokens":3}}""", 7, 3)]
    [InlineData("""{"prompt_tokens":10,"completion_tokens":7,"total_tokens":25,"completion_tokens_details":{"reasoning_tokens":3}}""", 7, 3)]
    [InlineData("""{"prompt_tokens":10,"completion_tokens":7,"total_tokens":5}""", 7, 0)]
    [InlineData("""{"prompt_tokens":10,"completion_tokens":7}""", 7, 0)]
    public void Thoughts_that_a_server_counts_in_the_total_alone_are_output(string json, long output, long reasoning)
    {
        UsageReader.TryRead(Encoding.UTF8.GetBytes(json), out var usage).ShouldBeTrue();
        (usage.Output, usage.Reasoning).ShouldBe((output, reasoning));
    }

    [Theory]
    [InlineData("""{"prompt_tokens":10,"completion_tokens":1,"cached_tokens":6}""", 6)]
    [InlineData("""{"prompt_tokens":10,"completion_tokens":1,"prompt_cache_hit_tokens":6,"prompt_cache_miss_tokens":4}""", 6)]
    [InlineData("""{"prompt_tokens":10,"prompt_tokens_details":{"cached_tokens":6},"cached_tokens":6,"prompt_cache_hit_tokens":6}""", 6)]
    [InlineData("""{"prompt_tokens":10,"prompt_tokens_details":{"cached_tokens":6},"cached_tokens":null}""", 6)]
    [InlineData("""{"prompt_tokens":10,"cached_tokens":6,"prompt_tokens_details":{"cached_tokens":0}}""", 6)]
    public void Cached_tokens_are_found_where_Moonshot_and_DeepSeek_name_them(string json, long cached)
    {
        UsageReader.TryRead(Encoding.UTF8.GetBytes(json), out var usage).ShouldBeTrue();
        usage.CachedInput.ShouldBe(cached);
    }

    [Theory]
    [InlineData("""{"prompt_tokens":8,"total_tokens":8}""", true)]
    [InlineData("""{"prompt_tokens":8,"prompt_tokens_details":null,"completion_tokens":null}""", true)]
    [InlineData("null", false)]
    [InlineData("", false)]
    [InlineData("{}", false)]
    [InlineData("""{"prompt_tokens":-8}""", false)]
    [InlineData("""{"prompt_tokens":8.5}""", false)]
    [InlineData("""{"prompt_tokens":"8"}""", false)]
    [InlineData("""{"prompt_tokens":8,"completion_tokens":99999999999999999999}""", false)]
    [InlineData("""{"prompt_tokens":8,"completion_tokens":9007199254740992}""", false)]
    [InlineData("""{"prompt_tokens":8,"total_tokens":9223372036854775807}""", false)]
    [InlineData("""{"prompt_tokens":8,"prompt_tokens_details":{"cached_tokens":-1}}""", false)]
    [InlineData("""{"prompt_tokens":8""", false)]
    public void A_usage_is_believed_whole_or_not_at_all(string json, bool good)
    {
        UsageReader.TryRead(Encoding.UTF8.GetBytes(json), out var usage).ShouldBe(good);
        usage.Input.ShouldBe(good ? 8 : 0);
    }
}
