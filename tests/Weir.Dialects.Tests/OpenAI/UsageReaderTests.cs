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
    [InlineData("""{"prompt_tokens":8,"prompt_tokens_details":{"cached_tokens":-1}}""", false)]
    [InlineData("""{"prompt_tokens":8""", false)]
    public void A_usage_is_believed_whole_or_not_at_all(string json, bool good)
    {
        UsageReader.TryRead(Encoding.UTF8.GetBytes(json), out var usage).ShouldBe(good);
        usage.Input.ShouldBe(good ? 8 : 0);
    }
}
