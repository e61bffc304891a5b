using System.Text;
using System.Text.Json;
using Weir.Dialects.OpenAI.Embeddings;

namespace Weir.Dialects.Tests.Embeddings;

/// <summary>One answer for several texts, cut into one for each.</summary>
public sealed class SplitAnswerTests
{
    [Fact]
    public void Each_text_gets_its_own_vector_and_every_other_byte()
    {
        const string Body = """
            {"object":"list","x_own": {"data":[1]}, "data": [ {"index": 1, "embedding":[2.50,-0.0],"x":"y"} ,
              {"object":"embedding","embedding":[1E-7],"index":0} ],"model":"m","usage":{"prompt_tokens":9,"total_tokens":9,"x":1} }
            """;

        Of(Body, 2, 0, 4).ShouldBe("""
            {"object":"list","x_own": {"data":[1]}, "data": [{"object":"embedding","embedding":[1E-7],"index":0}],"model":"m","usage":{"prompt_tokens":4,"total_tokens":4} }
            """);
        Of(Body, 2, 1, 5).ShouldBe("""
            {"object":"list","x_own": {"data":[1]}, "data": [{"index": 0, "embedding":[2.50,-0.0],"x":"y"}],"model":"m","usage":{"prompt_tokens":5,"total_tokens":5} }
            """);
    }

    [Theory]
    [InlineData("""{"usage":{"prompt_tokens":1},"data":[{"embedding":"AAAA","index":0},{"embedding":"BBBB","index":1}]}""", """{"usage":{"prompt_tokens":7,"total_tokens":7},"data":[{"embedding":"BBBB","index":0}]}""")]
    [InlineData("""{"data":[{"embedding":"AAAA"},{"embedding":"BBBB"}]}""", """{"data":[{"embedding":"BBBB"}]}""")]
    [InlineData("""{"usage":null,"data":[{"embedding":[1]},{"embedding":[2]}]}""", """{"usage":{"prompt_tokens":7,"total_tokens":7},"data":[{"embedding":[2]}]}""")]
    public void Usage_may_come_first_and_be_absent_and_so_may_numbers(string body, string second) => Of(body, 2, 1, 7).ShouldBe(second);

    [Theory]
    [InlineData("")]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("""{"data":{}}""")]
    [InlineData("""{"data":[]}""")]
    [InlineData("""{"data":[{"embedding":[1],"index":0}]}""")]
    [InlineData("""{"data":[{"embedding":[1],"index":0},{"embedding":[1],"index":1},{"embedding":[1],"index":2}]}""")]
    [InlineData("""{"data":[{"embedding":[1],"index":0},{"embedding":[1],"index":0}]}""")]
    [InlineData("""{"data":[{"embedding":[1],"index":0},{"embedding":[1],"index":2}]}""")]
    [InlineData("""{"data":[{"embedding":[1],"index":0},{"embedding":[1],"index":-1}]}""")]
    [InlineData("""{"data":[{"embedding":[1],"index":0},{"embedding":[1],"index":"1"}]}""")]
    [InlineData("""{"data":[{"embedding":[1],"index":0},{"embedding":[1],"index":1.5}]}""")]
    [InlineData("""{"data":[{"embedding":[1],"index":0},{"embedding":[1],"index":0,"index":1}]}""")]
    [InlineData("""{"data":[{"embedding":[1],"index":0},{"embedding":null,"index":1}]}""")]
    [InlineData("""{"data":[{"embedding":[1],"index":0},[1]]}""")]
    [InlineData("""{"data":[{"embedding":[1]},{"embedding":[2]}],"data":[{"embedding":[1]},{"embedding":[2]}]}""")]
    [InlineData("""{"data":[{"embedding":[1]},{"embedding":[2]}]}{}""")]
    [InlineData("""{"data":[{"embedding":[1]},{"embedding":[2]}""")]
    public void What_has_not_one_vector_for_each_text_is_no_answer(string body) =>
        SplitAnswer.TryRead(Encoding.UTF8.GetBytes(body), 2, out _).ShouldBeFalse();

    private static string Of(string body, int texts, int text, long tokens)
    {
        SplitAnswer.TryRead(Encoding.UTF8.GetBytes(body), texts, out var answer).ShouldBeTrue();
        var edited = answer.Of(text, tokens);
        var bytes = new byte[edited.Length];
        edited.CopyTo(bytes);
        JsonDocument.Parse(bytes).Dispose();
        return Encoding.UTF8.GetString(bytes);
    }
}
