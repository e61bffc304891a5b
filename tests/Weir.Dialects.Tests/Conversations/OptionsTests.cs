using System.Buffers;
using System.Text;
using System.Text.Json;
using Weir.Dialects.Conversations;
using Weir.Dialects.Json;

namespace Weir.Dialects.Tests.Conversations;

public sealed class OptionsTests
{
    private readonly Options _options = new();
    private readonly RequestReading _reading = new();

    [Fact]
    public void What_nobody_takes_is_omitted_in_its_order_and_by_its_path()
    {
        Add("seed", "7", path: "seed");
        Add("top_k", "40", path: "generationConfig.topK");
        Add("n", "1");
        Add("store", "true");
        _options.OmitRest();
        _reading.Omissions.ShouldBe([new("seed", null, false), new("generationConfig.topK", null, false), new("store", null, false)]);
    }

    [Fact]
    public void What_was_omitted_is_omitted_once()
    {
        Add("seed", "7");
        _options.OmitRest();
        _options.OmitRest();
        _reading.Omissions.Count.ShouldBe(1);
    }

    [Fact]
    public void Null_is_nothing_to_omit()
    {
        Add("seed", "null");
        _options.Add("nothing", default);
        _options.TryPeek("seed", out _).ShouldBeFalse();
        _options.OmitRest();
        _reading.Omissions.ShouldBeEmpty();
    }

    [Fact]
    public void What_is_taken_or_settled_is_gone_and_what_is_looked_at_stays()
    {
        Add("a", "1");
        Add("b", "2");
        Add("c", "3");
        _options.TryTake("a", out var taken).ShouldBeTrue();
        taken.Element.GetInt32().ShouldBe(1);
        _options.TryTake("a", out _).ShouldBeFalse();
        _options.TryPeek("b", out var seen).ShouldBeTrue();
        seen.Element.GetInt32().ShouldBe(2);
        _options.Settle("c", "not there");
        _options.OmitRest();
        _reading.Omissions.Select(omission => omission.Path).ShouldBe(["b"]);
    }

    [Fact]
    public void What_is_passed_on_is_written_as_the_bytes_that_it_is()
    {
        Add("temperature", "0.70");
        Add("user", "\"\\u00e4\"");
        Add("metadata", "{ \"a\" : 1 }");
        var output = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(output, RawJson.WriterOptions))
        {
            writer.WriteStartObject();
            _options.Pass(writer, "metadata", "temperature");
            _options.PassAs(writer, "user", "end_user");
            writer.WriteEndObject();
        }
        Encoding.UTF8.GetString(output.WrittenSpan).ShouldBe("""{"metadata":{ "a" : 1 },"temperature":0.70,"end_user":"\u00e4"}""");
        _options.OmitRest();
        _reading.Omissions.ShouldBeEmpty();
    }

    private void Add(string name, string json, string? path = null) =>
        _options.Add(name, new JsonCursor(JsonDocument.Parse(json).RootElement, (path ?? name).Split('.').Aggregate(JsonPath.Root, (at, step) => at.Member(step)), _reading));
}
