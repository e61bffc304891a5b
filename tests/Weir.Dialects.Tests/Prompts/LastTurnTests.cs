using System.Text;
using Weir.Dialects.Prompts;

namespace Weir.Dialects.Tests.Prompts;

public sealed class LastTurnTests
{
    [Theory]
    [InlineData("""{"model":"m","messages":[{"role":"user","content":"a"}, {"role":"user","content":"b"}],"tools":[{"messages":[1]}]}""", """{"role":"user","content":"b"}""")]
    [InlineData("""{"input":[{"type":"message"},{"type":"function_call_output","output":"x"}],"model":"m"}""", """{"type":"function_call_output","output":"x"}""")]
    [InlineData("""{"contents":[{"parts":[{"text":"hi"}]}]}""", """{"parts":[{"text":"hi"}]}""")]
    [InlineData("""{"input":"all of it","model":"m"}""", "all of it")]
    [InlineData("""{"messages":[]}""", "")]
    [InlineData("""{"messages":7}""", "")]
    [InlineData("""{"model":"m"}""", "")]
    [InlineData("[1]", "")]
    public void It_is_what_was_said_last(string body, string last) => Encoding.UTF8.GetString(LastTurn.Of(Encoding.UTF8.GetBytes(body))).ShouldBe(last);
}
