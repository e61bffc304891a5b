using System.Text;
using Weir.Dialects.Json;

namespace Weir.Dialects.Tests.Json;

public sealed class JsonCursorTests
{
    [Theory]
    [InlineData("{}", null, null)]
    [InlineData("""{"a":null}""", null, null)]
    [InlineData("""{"a":"x"}""", "x", null)]
    [InlineData("""{"a":"\u00e4\n"}""", "ä\n", null)]
    [InlineData("""{"a":7}""", null, "'a' must be a string, not a number.")]
    [InlineData("""{"a":true}""", null, "'a' must be a string, not a boolean.")]
    [InlineData("""{"a":[]}""", null, "'a' must be a string, not an array.")]
    [InlineData("""{"a":{}}""", null, "'a' must be a string, not an object.")]
    [InlineData("""{"a":"\ud800"}""", null, "'a' holds half of a surrogate pair.")]
    [InlineData("[]", null, "'' must be an object, not an array.")]
    public void A_text_is_read_or_faulted(string json, string? text, string? fault)
    {
        var cursor = Cursor(json);
        cursor.Text("a").ShouldBe(text);
        cursor.Reading.Fault?.Message.ShouldBe(fault);
        (cursor.Reading.Fault is null).ShouldBe(fault is null);
    }

    [Theory]
    [InlineData("""{"a":"x\n"}""", "\"x\\n\"", null)]
    [InlineData("{}", null, null)]
    [InlineData("""{"a":null}""", null, null)]
    [InlineData("""{"a":{}}""", null, "'a' must be a string, not an object.")]
    public void A_raw_text_stays_as_it_is_escaped(string json, string? raw, string? fault)
    {
        var cursor = Cursor(json);
        cursor.RawText("a")?.GetRawText().ShouldBe(raw);
        cursor.Reading.Fault?.Message.ShouldBe(fault);
        (cursor.Reading.Fault is null).ShouldBe(fault is null);
    }

    [Theory]
    [InlineData("{}", null, null)]
    [InlineData("""{"a":null}""", null, null)]
    [InlineData("""{"a":true}""", true, null)]
    [InlineData("""{"a":false}""", false, null)]
    [InlineData("""{"a":"true"}""", null, "'a' must be true or false, not a string.")]
    [InlineData("""{"a":0}""", null, "'a' must be true or false, not a number.")]
    public void A_flag_is_read_or_faulted(string json, bool? flag, string? fault)
    {
        var cursor = Cursor(json);
        cursor.Flag("a").ShouldBe(flag);
        cursor.Reading.Fault?.Message.ShouldBe(fault);
        (cursor.Reading.Fault is null).ShouldBe(fault is null);
    }

    [Theory]
    [InlineData("{}", 1, null, null)]
    [InlineData("""{"a":null}""", 1, null, null)]
    [InlineData("""{"a":1}""", 1, 1, null)]
    [InlineData("""{"a":2147483647}""", 1, 2147483647, null)]
    [InlineData("""{"a":0}""", 0, 0, null)]
    [InlineData("""{"a":-1}""", -1, -1, null)]
    [InlineData("""{"a":0}""", 1, null, "'a' must be at least 1.")]
    [InlineData("""{"a":-5}""", 0, null, "'a' must be at least 0.")]
    [InlineData("""{"a":2147483648}""", 1, null, "'a' must be a whole number, not a number.")]
    [InlineData("""{"a":1.5}""", 1, null, "'a' must be a whole number, not a number.")]
    [InlineData("""{"a":"1"}""", 1, null, "'a' must be a whole number, not a string.")]
    public void A_count_is_read_or_faulted(string json, int minimum, int? count, string? fault)
    {
        var cursor = Cursor(json);
        cursor.Count("a", minimum).ShouldBe(count);
        cursor.Reading.Fault?.Message.ShouldBe(fault);
        (cursor.Reading.Fault is null).ShouldBe(fault is null);
    }

    [Fact]
    public void A_member_that_has_to_be_there_is_faulted_with_its_path()
    {
        var inner = Cursor("""{"messages":[{"role":null}]}""");
        inner.TryRequire("messages", out var messages).ShouldBeTrue();
        messages.Items().Single().TryRequire("role", out _).ShouldBeFalse();
        var fault = inner.Reading.Fault.ShouldNotBeNull();
        (fault.Message, fault.Code, fault.Param).ShouldBe(("Missing required parameter: 'messages[0].role'.", "missing_required_parameter", "messages[0].role"));
    }

    [Fact]
    public void A_member_of_what_is_no_object_is_one_fault_and_not_two()
    {
        var cursor = Cursor("\"text\"");
        cursor.TryRequire("a", out _).ShouldBeFalse();
        cursor.Reading.Fault.ShouldNotBeNull().Code.ShouldBe("invalid_type");
    }

    [Fact]
    public void Items_know_where_they_stand()
    {
        Cursor("""{"a":[1,null,"x"]}""").TryGet("a", out var list).ShouldBeTrue();
        list.Items().Select(item => $"{item.Path}={item.Kind}").ShouldBe(["a[0]=Number", "a[1]=Null", "a[2]=String"]);
    }

    [Fact]
    public void What_is_no_array_has_no_items()
    {
        var cursor = Cursor("{}");
        cursor.Items().ShouldBeEmpty();
        cursor.Reading.Fault.ShouldNotBeNull().Message.ShouldBe("'' must be an array, not an object.");
    }

    [Fact]
    public void Members_that_are_null_are_passed_over()
    {
        var cursor = Cursor("""{"a":1,"b":null,"c":{"d":2}}""");
        cursor.Members().Select(member => $"{member.Name}:{member.Value.Path}").ShouldBe(["a:a", "c:c"]);
        cursor.Members().Last().Value.Members().Single().Value.Path.ToString().ShouldBe("c.d");
        cursor.Reading.Fault.ShouldBeNull();
    }

    [Fact]
    public void What_is_no_object_has_no_members()
    {
        var cursor = Cursor("[1]");
        cursor.Members().ShouldBeEmpty();
        cursor.Reading.Fault.ShouldNotBeNull().Code.ShouldBe("invalid_type");
    }

    [Fact]
    public void Every_member_beside_the_known_ones_is_an_omission()
    {
        var cursor = Cursor("""{"known":1,"other":{"x":1},"empty":null,"last":false}""");
        cursor.OmitOthers("known", "missing");
        cursor.Reading.Omissions.Select(omission => omission.Path).ShouldBe(["other", "last"]);
        cursor.Reading.Fault.ShouldBeNull();
    }

    [Fact]
    public void What_is_no_object_omits_nothing()
    {
        var cursor = Cursor("[1]");
        cursor.OmitOthers("known");
        cursor.Reading.Omissions.ShouldBeEmpty();
    }

    [Fact]
    public void A_wrong_word_is_told_with_those_that_are_allowed()
    {
        var cursor = Cursor("{}") with { Path = JsonPath.Root.Member("role") };
        cursor.FailChoice(new string('x', 100), "user", "system");
        cursor.Reading.Fault.ShouldNotBeNull().Message.ShouldBe($"Invalid value for 'role': '{new string('x', 64)}…'. Supported values are: 'user', 'system'.");
    }

    private static JsonCursor Cursor(string json)
    {
        var document = RequestReading.Parse(Encoding.UTF8.GetBytes(json), out var reading).ShouldNotBeNull();
        return new JsonCursor(document.RootElement, JsonPath.Root, reading);
    }
}
