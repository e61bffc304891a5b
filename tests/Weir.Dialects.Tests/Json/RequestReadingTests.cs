using System.Text;
using Weir.Dialects.Json;
using Weir.Dialects.OpenAI;

namespace Weir.Dialects.Tests.Json;

public sealed class RequestReadingTests
{
    [Theory]
    [InlineData("", 1, 1)]
    [InlineData("nonsense", 1, 1)]
    [InlineData("{\"a\":1", 1, 7)]
    [InlineData("{\"a\":1}}", 1, 8)]
    [InlineData("{\n  \"a\": tru\n}", 2, 11)]
    [InlineData("{\"ä\": é}", 1, 7)]
    [InlineData("{\"a\":1,}", 1, 8)]
    [InlineData("{\"a\":1 /* no */}", 1, 8)]
    [InlineData("{\"a\":\"\n\"}", 1, 7)]
    public void What_is_no_JSON_is_a_fault_with_its_place(string body, int line, int column)
    {
        RequestReading.Parse(Encoding.UTF8.GetBytes(body), out var reading).ShouldBeNull();
        reading.Fault.ShouldNotBeNull().Message.ShouldBe("The request body is not valid JSON.");
        reading.Fault.Code.ShouldBe("invalid_json");
        reading.Fault.Param.ShouldBeNull();
        reading.Fault.Position.ShouldNotBeNull().Line.ShouldBe(line);
        reading.Fault.Position.Value.Column.ShouldBeInRange(column - 1, column + 1); // the parser is free to blame a neighbour
    }

    [Theory]
    [InlineData("""{"a":1,"a":1}""", "a", 8)]
    [InlineData("""{"messages":[{},[[]],{"content":[0,{"role":"user","role":"system"}]}]}""", "messages[2].content[1].role", 51)]
    [InlineData("""{"a":{"b":1},"c":{"b":[{"b":1},{"b":2}]},"a":0}""", "a", 42)]
    [InlineData("{\"a\":1,\"\\u0061\":2}", "a", 8)]
    public void A_member_that_is_there_twice_is_a_fault_with_its_path(string body, string path, int column)
    {
        RequestReading.Parse(Encoding.UTF8.GetBytes(body), out var reading).ShouldBeNull();
        reading.Fault.ShouldBe(new RequestFault($"'{path}' is there twice: send it once.", "invalid_json", path, new TextPosition(1, column)));
    }

    [Theory]
    [InlineData("{\"\\ud800\":1}")]
    [InlineData("{\"\\ud800\":1,\"\\udc00\":2}")]
    [InlineData("{\"a\":\"\\ud800\"}")]
    [InlineData("{\"a\":\"\\ud800\",\"b\":{\"\\udfff\":[]}}")]
    public void Half_a_surrogate_pair_throws_nothing(string body)
    {
        using var document = RequestReading.Parse(Encoding.UTF8.GetBytes(body), out var reading);
        (document is null).ShouldBe(reading.Fault is not null);
    }

    [Fact]
    public void Bytes_that_are_no_UTF_8_throw_nothing()
    {
        using var document = RequestReading.Parse(new byte[] { (byte)'{', (byte)'"', 0xff, (byte)'"', (byte)':', (byte)'1', (byte)'}' }, out var reading);
        (document is null).ShouldBe(reading.Fault is not null);
    }

    [Fact]
    public void Nesting_is_accepted_as_deep_as_where_the_head_is_read()
    {
        using var document = RequestReading.Parse(Nested(RequestHeadReader.MaxDepth), out var reading);
        reading.Fault.ShouldBeNull();
        document.ShouldNotBeNull();
        RequestReading.Parse(Nested(RequestHeadReader.MaxDepth + 1), out var tooDeep).ShouldBeNull();
        tooDeep.Fault.ShouldNotBeNull().Code.ShouldBe("invalid_json");
    }

    [Fact]
    public void The_first_fault_stays()
    {
        var reading = new RequestReading();
        reading.Fail(JsonPath.Root.Member("a"), "first", "one");
        reading.Fail(JsonPath.Root.Member("b"), "second", "two");
        reading.Fault.ShouldBe(new RequestFault("first", "one", "a", null));
    }

    [Fact]
    public void A_fault_of_the_body_as_a_whole_names_no_parameter()
    {
        var reading = new RequestReading();
        reading.Fail(JsonPath.Root, "must be an object", "invalid_type");
        reading.Fault.ShouldNotBeNull().Param.ShouldBeNull();
    }

    [Fact]
    public void Omissions_are_told_in_the_order_in_which_they_were_found()
    {
        var reading = new RequestReading();
        reading.Omit(JsonPath.Root.Member("logit_bias"));
        reading.OmitContent(JsonPath.Root.Member("messages").Item(0), "it has no ears");
        reading.Omit(JsonPath.Root.Member("seed"), "it rolls its own dice");
        reading.Omissions.ShouldBe([new("logit_bias", null, false), new("messages[0]", "it has no ears", true), new("seed", "it rolls its own dice", false)]);
        reading.Fault.ShouldBeNull();
    }

    [Fact]
    public void Mutilated_requests_never_throw()
    {
        const int Seed = 20261121;
        var random = new Random(Seed);
        var good = """{"model":"m","a":[1,2.5e3,true,null,{"b":"\ud83d\ude00 \u0000 é"}],"messages":[{"role":"user","content":"x\n\"y\""}]}"""u8.ToArray();
        for (var round = 0; round < 3000; round++)
        {
            var body = good[..random.Next(good.Length + 1)];
            for (var edits = random.Next(4); edits > 0 && body.Length > 0; edits--) body[random.Next(body.Length)] = (byte)random.Next(256);
            using var document = RequestReading.Parse(body, out var reading);
            (document is null).ShouldBe(reading.Fault is not null, $"seed {Seed}, round {round}");
        }
    }

    private static byte[] Nested(int depth) => Encoding.UTF8.GetBytes(new string('[', depth) + new string(']', depth));
}
