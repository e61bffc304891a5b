using System.Text.Json;
using Weir.Dialects.Answers.Checks;

namespace Weir.Dialects.Tests.Answers.Checks;

public sealed class SchemaCheckTests
{
    private const string Person =
        """{"type":"object","properties":{"name":{"type":"string"},"age":{"type":["integer","null"]},"tags":{"type":"array","items":{"enum":["a","b"]}}},"required":["name","age"],"additionalProperties":false}""";

    private const string Tree =
        """{"$ref":"#/$defs/node","$defs":{"node":{"type":"object","properties":{"value":{"type":"number"},"next":{"anyOf":[{"$ref":"#/$defs/node"},{"type":"null"}]}},"required":["value","next"]}}}""";

    [Theory]
    [InlineData(Person, """{"name":"x","age":3}""")]
    [InlineData(Person, """{"name":"x","age":3.0,"tags":[]}""")]
    [InlineData(Person, """{"name":"x","age":null,"tags":["a","b","a"]}""")]
    [InlineData(Tree, """{"value":1,"next":{"value":2.5,"next":null}}""")]
    [InlineData("""{"type":"OBJECT","properties":{"a":{"type":"INTEGER","nullable":true}}}""", """{"a":null,"b":"more"}""")]
    [InlineData("""{"const":1}""", "1.0")]
    [InlineData("""{"type":"string","minLength":5,"pattern":"^x"}""", "\"a\"")]
    [InlineData("""{"type":"object","patternProperties":{"^x-":{}},"additionalProperties":false}""", """{"x-a":1}""")]
    [InlineData("""{"$ref":"https://example.org/schema"}""", "1")]
    [InlineData("""{"$ref":"#"}""", "1")]
    [InlineData("""{"type":"unheard-of"}""", "1")]
    [InlineData("""{"required":"name","enum":"x","anyOf":{},"items":[],"properties":[]}""", """{"a":[1]}""")]
    [InlineData("""{}""", "[]")]
    [InlineData("true", "[]")]
    [InlineData("5", "[]")]
    public void What_keeps_to_it_or_cannot_be_judged_is_good(string schema, string value) => Find(schema, value).ShouldBeNull();

    [Theory]
    [InlineData(Person, """{"name":"x"}""", "a required member is missing")]
    [InlineData(Person, """{"name":"x","age":"3"}""", "a value has another type than its schema says")]
    [InlineData(Person, """{"name":"x","age":3.5}""", "a value has another type than its schema says")]
    [InlineData(Person, """{"name":"x","age":3,"tags":["c"]}""", "a value is none of those that its schema allows")]
    [InlineData(Person, """{"name":"x","age":3,"secret":1}""", "it has a member that its schema does not allow")]
    [InlineData(Person, "[]", "a value has another type than its schema says")]
    [InlineData(Tree, """{"value":1,"next":{"value":2.5}}""", "a value fits none of its schema's alternatives")]
    [InlineData("""{"allOf":[{"type":"object"},{"required":["a"]}]}""", "{}", "a required member is missing")]
    [InlineData("""{"additionalProperties":{"type":"number"}}""", """{"a":"1"}""", "a value has another type than its schema says")]
    public void What_does_not_keep_to_it_is_named(string schema, string value, string problem) => Find(schema, value).ShouldBe(problem);

    [Fact]
    public void Alternatives_inside_alternatives_end()
    {
        const string Endless = """{"anyOf":[{"$ref":"#"},{"$ref":"#"},{"type":"null"}]}""";
        Find(Endless, "1").ShouldBeNull();
    }

    private static string? Find(string schema, string value) => SchemaCheck.Find(JsonElement.Parse(schema), JsonElement.Parse(value));
}
