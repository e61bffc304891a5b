using System.Text;
using Weir.Dialects.OpenAI.Embeddings;

namespace Weir.Dialects.Tests.Embeddings;

public sealed class SingleInputTests
{
    [Theory]
    [InlineData("""{"model":"m","input":"abc"}""", "\"abc\"", 3)]
    [InlineData("""{"x":{"input":"no"},"y":[{"input":1}], "input" : "a\n\u00e9é\ud83e\uddab" ,"z":null}""", """
        "a\n\u00e9é\ud83e\uddab"
        """, 10)]
    [InlineData("""{"inp\u0075t":""}""", "\"\"", 0)]
    public void One_text_is_found_with_its_length(string body, string text, int bytes)
    {
        SingleInput.TryFind(Encoding.UTF8.GetBytes(body), out var input).ShouldBeTrue();

        Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(body), input.Text.Start, input.Text.Length).ShouldBe(text);
        input.Range.ShouldBe(input.Text);
        input.TextBytes.ShouldBe(bytes);
    }

    [Fact]
    public void It_may_be_in_a_list()
    {
        var body = """{"input": [ "abc" ] ,"model":"m"}"""u8.ToArray();

        SingleInput.TryFind(body, out var input).ShouldBeTrue();

        Encoding.UTF8.GetString(body, input.Range.Start, input.Range.Length).ShouldBe("[ \"abc\" ]");
        Encoding.UTF8.GetString(body, input.Text.Start, input.Text.Length).ShouldBe("\"abc\"");
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("""{"input":null}""")]
    [InlineData("""{"input":[]}""")]
    [InlineData("""{"input":["abc","def"]}""")]
    [InlineData("""{"input":["abc",1]}""")]
    [InlineData("""{"input":[["abc"]]}""")]
    [InlineData("""{"input":["a"],"input":["b"]}""")]
    [InlineData("""{"input":[1,2,3]}""")]
    [InlineData("""{"input":7}""")]
    [InlineData("""{"input":"a","input":"b"}""")]
    [InlineData("""{"input":"a","input":["b"]}""")]
    [InlineData("""{"input":["b"],"input":"a"}""")]
    [InlineData("""{"input":"\ud83e"}""")]
    [InlineData("""{"input":["\ud83e"]}""")]
    public void Anything_else_is_not(string body) => SingleInput.TryFind(Encoding.UTF8.GetBytes(body), out _).ShouldBeFalse();
}
