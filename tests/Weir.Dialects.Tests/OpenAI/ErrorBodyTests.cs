using System.Buffers;
using System.Text;
using System.Text.Json;
using Weir.Dialects.OpenAI;

namespace Weir.Dialects.Tests.OpenAI;

public sealed class ErrorBodyTests
{
    [Theory]
    [InlineData("The model 'a' does not exist.", "The model 'a' does not exist.")]
    [InlineData("<b>&+`", "<b>&+`")]
    [InlineData("Grüße, 世界", "Grüße, 世界")]
    [InlineData("a \"b\" \\ c", """a \"b\" \\ c""")]
    [InlineData("a\nb\r\tc\0d\u001f", """a\nb\r\tc\u0000d\u001F""")]
    [InlineData("a\u2028b\u2029c\u0085d", """a\u2028b\u2029c\u0085d""")] // some readers of event streams end a line there
    [InlineData("\ud83d\ude00", """\uD83D\uDE00""")]
    public void People_can_read_an_error_as_it_is_sent(string message, string written)
    {
        var body = new ArrayBufferWriter<byte>();

        ErrorBody.Write(body, message, "t", null, "c");

        Encoding.UTF8.GetString(body.WrittenSpan).ShouldBe($$$"""{"error":{"message":"{{{written}}}","type":"t","param":null,"code":"c"}}""");
        JsonDocument.Parse(body.WrittenMemory).RootElement.GetProperty("error").GetProperty("message").GetString().ShouldBe(message);
    }
}
