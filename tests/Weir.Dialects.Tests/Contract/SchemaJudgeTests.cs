using System.Text.Json;
using Weir.Testing.Contract;

namespace Weir.Dialects.Tests.Contract;

/// <summary>The judge has to be judged first: each keyword lets the good pass and stops the bad.</summary>
public sealed class SchemaJudgeTests
{
    [Theory]
    [InlineData("""{"type":"string"}""", "\"a\"", "1")]
    [InlineData("""{"type":"string"}""", "\"\"", "null")]
    [InlineData("""{"type":"object"}""", "{}", "[]")]
    [InlineData("""{"type":"array"}""", "[]", "{}")]
    [InlineData("""{"type":"boolean"}""", "false", "\"false\"")]
    [InlineData("""{"type":"boolean"}""", "true", "0")]
    [InlineData("""{"type":"number"}""", "1.5", "\"1.5\"")]
    [InlineData("""{"type":"integer"}""", "12", "1.5")]
    [InlineData("""{"type":"integer"}""", "1.0", "\"1\"")]
    [InlineData("""{"type":"null"}""", "null", "0")]
    [InlineData("""{"type":["string","null"]}""", "null", "1")]
    [InlineData("""{"type":["string","null"]}""", "\"a\"", "false")]
    [InlineData("""{"type":"string","nullable":true}""", "null", "1")]
    [InlineData("""{"type":"string","nullable":false}""", "\"a\"", "null")]
    [InlineData("""{"type":"string","enum":["a"],"nullable":true}""", "null", "\"b\"")]
    [InlineData("""{"$ref":"#/named/text","nullable":true}""", "null", "1")]
    [InlineData("""{"enum":["a","b"]}""", "\"b\"", "\"c\"")]
    [InlineData("""{"enum":[1,null]}""", "null", "\"1\"")]
    [InlineData("""{"const":{"a":[1]}}""", """{"a":[1]}""", """{"a":[2]}""")]
    [InlineData("""{"const":null}""", "null", "false")]
    [InlineData("""{"required":["a"]}""", """{"a":null}""", """{"b":1}""")]
    [InlineData("""{"properties":{"a":{"type":"string"}}}""", """{"b":1}""", """{"a":1}""")]
    [InlineData("""{"properties":{"a":{}},"additionalProperties":false}""", """{"a":1}""", """{"b":1}""")]
    [InlineData("""{"additionalProperties":{"type":"integer"}}""", """{"a":1}""", """{"a":"1"}""")]
    [InlineData("""{"propertyNames":{"maxLength":2}}""", """{"ab":1}""", """{"abc":1}""")]
    [InlineData("""{"maxProperties":1}""", """{"a":1}""", """{"a":1,"b":2}""")]
    [InlineData("""{"minProperties":1}""", """{"a":1}""", "{}")]
    [InlineData("""{"items":{"type":"integer"}}""", "[1,2]", "[1,\"2\"]")]
    [InlineData("""{"minItems":2}""", "[1,2]", "[1]")]
    [InlineData("""{"maxItems":1}""", "[1]", "[1,2]")]
    [InlineData("""{"minLength":2}""", "\"ab\"", "\"a\"")]
    [InlineData("""{"maxLength":1}""", "\"\\ud83d\\ude00\"", "\"ab\"")]
    [InlineData("""{"pattern":"^a+$"}""", "\"aa\"", "\"ab\"")]
    [InlineData("""{"minimum":1}""", "1", "0.5")]
    [InlineData("""{"maximum":1}""", "1", "1.5")]
    [InlineData("""{"exclusiveMinimum":1}""", "1.5", "1")]
    [InlineData("""{"exclusiveMaximum":1}""", "0.5", "1")]
    [InlineData("""{"$ref":"#/named/text"}""", "\"a\"", "1")]
    [InlineData("""{"$ref":"#/named/text","maxLength":1}""", "\"a\"", "\"ab\"")]
    [InlineData("""{"$ref":"#/named/tree"}""", """{"next":{"next":{}}}""", """{"next":{"next":1}}""")]
    [InlineData("""{"$ref":"#/named/a~1b"}""", "1", "\"1\"")]
    [InlineData("""{"allOf":[{"minLength":1},{"maxLength":2}]}""", "\"a\"", "\"abc\"")]
    [InlineData("""{"anyOf":[{"type":"string"},{"type":"null"}]}""", "null", "1")]
    [InlineData("""{"anyOf":[{"type":"string"},{"type":"string"}]}""", "\"a\"", "1")]
    [InlineData("""{"oneOf":[{"type":"string"},{"type":"integer"}]}""", "1", "null")]
    [InlineData("""{"oneOf":[{"type":"number"},{"type":"integer"}]}""", "1.5", "1")]
    [InlineData("""{"oneOf":[{"type":"number"},{"type":"integer"}],"discriminator":{"propertyName":"type"}}""", "1", "null")]
    [InlineData("""{"anyOf":[{"properties":{"type":{"const":"a"}}},{"properties":{"type":{"enum":["b"]}}}]}""", """{"type":"b"}""", """{"type":"c"}""")]
    [InlineData("""{"not":{"type":"string"}}""", "1", "\"a\"")]
    [InlineData("""{"properties":{"a":false}}""", """{"b":1}""", """{"a":1}""")]
    [InlineData("""{"properties":{"a":{"type":"string"}},"type":"object"}""", """{"a":""}""", """[{"a":""}]""")]
    public void Every_keyword_lets_the_good_pass_and_stops_the_bad(string schema, string good, string bad)
    {
        Judge(schema, good).ToString().ShouldBe("fits");
        Judge(schema, bad).Fits.ShouldBeFalse();
    }

    [Theory]
    [InlineData("""{"type":"string","minimum":5}""", "\"a\"")]
    [InlineData("""{"minLength":5}""", "1")]
    [InlineData("""{"required":["a"]}""", "[]")]
    [InlineData("""{"items":{"type":"string"}}""", "{}")]
    [InlineData("""{"description":"x","format":"uri","title":"y","default":3}""", "\"no uri\"")]
    [InlineData("true", "1")]
    public void Keywords_for_other_types_and_annotations_say_nothing(string schema, string value) => Judge(schema, value).ToString().ShouldBe("fits");

    [Theory]
    [InlineData("""{"properties":{"a":{"items":{"required":["b"]}}}}""", """{"a":[{"b":1},{}]}""", "$.a[1]: the required member 'b' is missing")]
    [InlineData("""{"additionalProperties":{"type":"integer"}}""", """{"a":{"b":1}}""", "$.a: {\"b\":1} is not of type \"integer\"")]
    [InlineData("""{"additionalProperties":false}""", """{"a":1}""", "$.a: the member is not allowed")]
    [InlineData("""{"enum":["a","b"]}""", "\"c\"", "$: \"c\" is not one of [\"a\",\"b\"]")]
    [InlineData("""{"maxItems":1}""", "[1,2]", "$: maxItems is 1, not 2")]
    public void A_violation_names_the_path_and_the_value(string schema, string value, string said) => Judge(schema, value).ToString().ShouldBe(said);

    [Fact]
    public void All_violations_are_told() =>
        Judge("""{"properties":{"a":{"type":"string"},"b":{"type":"string"}},"required":["c"]}""", """{"a":1,"b":2}""").Violations.Count.ShouldBe(3);

    [Fact]
    public void What_is_wrong_with_the_closest_alternative_is_told()
    {
        const string Schema = """
            {"anyOf":[{"type":"string"},
                      {"type":"object","properties":{"kind":{"const":"a"},"text":{"type":"string"}},"required":["kind","text"]},
                      {"type":"object","properties":{"kind":{"const":"b"},"size":{"type":"string"}},"required":["kind","size"]}]}
            """;
        Judge(Schema, """{"kind":"b","size":7}""").Violations.Select(violation => violation.Path).ShouldBe(["$", "$.size"]);
    }

    [Fact]
    public void An_alternative_with_the_values_type_is_the_only_one_that_counts()
    {
        const string Schema = """
            {"oneOf":[{"properties":{"type":{"enum":["a"]},"text":{"type":"string"}}},
                      {"$ref":"#/named/typed"}]}
            """;
        Judge(Schema, """{"type":"b","size":1}""").Fits.ShouldBeTrue();
        Judge(Schema, """{"type":"b","size":"1"}""").Violations[^1].Path.ShouldBe("$.size");
    }

    [Theory]
    [InlineData("""{"$ref":"#/named/nothing"}""")]
    [InlineData("""{"$ref":"other.json#/a"}""")]
    [InlineData("""{"$ref":"#/named/round"}""")]
    public void References_that_lead_nowhere_are_no_permission(string schema) =>
        Should.Throw<InvalidOperationException>(() => Judge(schema, "1"));

    [Theory]
    [InlineData("""{"properties":{"a":{}}}""", """{"a":1,"b":2}""", "$.b")]
    [InlineData("""{"properties":{"a":{"properties":{"b":{}}}}}""", """{"a":{"c":1}}""", "$.a.c")]
    [InlineData("""{"allOf":[{"properties":{"a":{}}},{"properties":{"b":{}}}]}""", """{"a":1,"b":2,"c":3}""", "$.c")]
    [InlineData("""{"anyOf":[{"properties":{"a":{}},"required":["a"]},{"properties":{"b":{}},"required":["b"]}]}""", """{"a":1,"c":2}""", "$.c")]
    [InlineData("""{"properties":{"a":{"items":{"properties":{"b":{}}}}}}""", """{"a":[{"b":1},{"c":1}]}""", "$.a[1].c")]
    [InlineData("""{"properties":{"a":{"type":"object"}}}""", """{"a":{"anything":{"goes":1}}}""", "")]
    [InlineData("""{"properties":{"a":{}},"additionalProperties":true}""", """{"b":1}""", "")]
    public void Members_that_no_schema_has_a_word_for_are_strays(string schema, string value, string strays)
    {
        var element = Json(value);
        var verdict = Judge(schema, value);
        verdict.Fits.ShouldBeTrue();
        string.Join(' ', SchemaJudge.Strays(verdict, element)).ShouldBe(strays);
    }

    private static Verdict Judge(string schema, string value)
    {
        var root = Json("""
            {"named":{"text":{"type":"string"},"a/b":{"type":"integer"},
                      "tree":{"type":"object","properties":{"next":{"$ref":"#/named/tree"}}},
                      "typed":{"properties":{"type":{"const":"b"},"size":{"type":"integer"}}},
                      "round":{"$ref":"#/named/round"}}}
            """);
        return new SchemaJudge(root).Judge(Json(schema), Json(value));
    }

    private static JsonElement Json(string text) => JsonDocument.Parse(text).RootElement;
}
