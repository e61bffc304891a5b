using System.Text;
using Weir.Dialects.Json;
using Weir.Dialects.Media;

namespace Weir.Dialects.Tests.Media;

public sealed class InlineBytesTests
{
    [Theory]
    [InlineData("AAEC", "AAEC")]
    [InlineData("AAE=", "AAE=")]
    [InlineData(@"\/\/\/\/", "////")]
    [InlineData(@"AA\nE\tC\r\n", "AAEC")]
    [InlineData("-_-_", "+/+/")]
    [InlineData("AAE", "AAE=")]
    [InlineData("AA", "AA==")]
    public void Base_64_becomes_such_as_every_provider_takes(string inside, string expected) =>
        Encoding.ASCII.GetString(Read($"\"{inside}\"", out _)!.Value.Span).ShouldBe(expected);

    [Theory]
    [InlineData("\"A*EC\"", "'data' holds data that is not valid base 64.")]
    [InlineData("\"A\"", "'data' holds data that is not valid base 64.")]
    [InlineData("\"data:image/png;base64,AAEC\"", "'data' holds data that is not valid base 64: leave out what stands before the comma.")]
    [InlineData("\"\"", "'data' holds no data.")]
    [InlineData(@"""\ud800""", "'data' holds data that is not valid base 64.")]
    [InlineData("5", "'data' must be a string, not a number.")]
    public void What_is_none_is_a_fault(string json, string message)
    {
        Read(json, out var reading).ShouldBeNull();
        reading.Fault.ShouldNotBeNull().Message.ShouldBe(message);
    }

    [Theory]
    [InlineData("4pyT", "✓")]
    [InlineData("/w==", null)]
    public void Bytes_are_a_text_or_not(string base64, string? text)
    {
        InlineBytes.TryText(Encoding.ASCII.GetBytes(base64), out var read).ShouldBe(text is not null);
        if (text is not null) Encoding.UTF8.GetString(read.Span).ShouldBe(text);
    }

    private static ReadOnlyMemory<byte>? Read(string json, out RequestReading reading)
    {
        var document = RequestReading.Parse(Encoding.UTF8.GetBytes($$"""{"data":{{json}}}"""), out reading).ShouldNotBeNull();
        new JsonCursor(document.RootElement, JsonPath.Root, reading).TryGet("data", out var data).ShouldBeTrue();
        return InlineBytes.Read(data);
    }
}
