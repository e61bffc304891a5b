using System.Text.Json;
using System.Text.Json.Nodes;
using NJsonSchema;
using Weir.Lab.Simulator.Schemas;
using static Weir.Lab.Tests.Simulator.SimulatorFixture;

namespace Weir.Lab.Tests.Simulator;

/// <summary>What is generated is judged by an independent validator.</summary>
public sealed class SchemaTests(SimulatorFixture simulator) : IClassFixture<SimulatorFixture>
{
    public static TheoryData<string> Schemas => new(
        """{"type":"object","properties":{"city":{"type":"string"},"days":{"type":"integer","minimum":1,"maximum":7}},"required":["city","days"],"additionalProperties":false}""",
        """{"type":"object","properties":{"a":{"type":"string"},"b":{"type":"string"}},"required":["a"]}""",
        """{"type":"array","items":{"type":"number","minimum":0.5,"maximum":0.75},"minItems":3,"maxItems":5}""",
        """{"type":"array","items":{"type":"integer","minimum":1,"maximum":4},"minItems":4,"uniqueItems":true}""",
        """{"type":"string","enum":["red","green","blue"]}""",
        """{"type":"object","properties":{"kind":{"const":"point"}},"required":["kind"]}""",
        """{"type":"string","minLength":30,"maxLength":32}""",
        """{"type":"string","maxLength":2}""",
        """{"type":"string","format":"date-time"}""",
        """{"type":"object","properties":{"d":{"type":"string","format":"date"},"e":{"type":"string","format":"email"},"u":{"type":"string","format":"uuid"},"l":{"type":"string","format":"uri"},"i":{"type":"string","format":"ipv4"}},"required":["d","e","u","l","i"]}""",
        """{"type":"integer","multipleOf":7,"minimum":50}""",
        """{"type":"number","exclusiveMinimum":0,"maximum":1,"multipleOf":0.25}""",
        """{"type":"integer","minimum":-5,"maximum":-5}""",
        """{"type":"integer","maximum":-1000}""",
        """{"type":["string","null"]}""",
        """{"type":"object","properties":{"v":{"anyOf":[{"type":"integer"},{"type":"string"},{"type":"null"}]}},"required":["v"]}""",
        """{"oneOf":[{"type":"integer","minimum":0},{"type":"number","maximum":-1}]}""",
        """{"oneOf":[{"type":"number"},{"type":"integer"}]}""",
        """{"allOf":[{"type":"object","properties":{"a":{"type":"string"}},"required":["a"]},{"type":"object","properties":{"b":{"type":"boolean"}},"required":["b"]}]}""",
        """{"type":"object","properties":{"home":{"$ref":"#/$defs/address"},"work":{"$ref":"#/$defs/address"}},"required":["home","work"],"$defs":{"address":{"type":"object","properties":{"street":{"type":"string"},"zip":{"type":"integer"}},"required":["street","zip"],"additionalProperties":false}}}""",
        """{"type":"object","properties":{"value":{"type":"integer"},"next":{"anyOf":[{"$ref":"#"},{"type":"null"}]}},"required":["value","next"],"additionalProperties":false}""",
        """{"definitions":{"tree":{"type":"object","properties":{"name":{"type":"string"},"children":{"type":"array","items":{"$ref":"#/definitions/tree"}}},"required":["name","children"]}},"type":"object","properties":{"root":{"$ref":"#/definitions/tree"}},"required":["root"]}""",
        """{"type":"object","additionalProperties":{"type":"integer","minimum":10},"minProperties":3}""",
        """{"type":"object","properties":{"list":{"type":"array","minItems":2,"items":{"type":"object","properties":{"deep":{"type":"object","properties":{"x":{"type":"boolean"}},"required":["x"]}},"required":["deep"]}}},"required":["list"]}""",
        """{"type":"string","pattern":"^[A-Z]{3}-[0-9]{3}$"}""",
        """{"type":"object","properties":{"n":{"type":"integer","not":{"enum":[0,1,2]}}},"required":["n"]}""");

    [Theory]
    [MemberData(nameof(Schemas))]
    public async Task What_is_generated_satisfies_the_schema(string schema)
    {
        var judge = await JsonSchema.FromJsonAsync(schema);
        using var document = JsonDocument.Parse(schema);
        for (var seed = 0UL; seed < 10; seed++)
        {
            var (json, problem) = SchemaSample.Write(document.RootElement, seed);
            problem.ShouldBeNull();
            judge.Validate(json!).ShouldBeEmpty($"{json} for {schema}");
        }
    }

    [Theory]
    [InlineData("""{"type":"object","properties":{"self":{"$ref":"#"}},"required":["self"]}""")]
    [InlineData("""{"type":"object","properties":{"l":{"$ref":"#"},"r":{"$ref":"#"}},"required":["l","r"]}""")]
    [InlineData("""{"$ref":"#"}""")]
    [InlineData("""{"$ref":"#/$defs/absent"}""")]
    [InlineData("""{"$ref":"https://example.com/schema"}""")]
    [InlineData("""{"type":"integer","minimum":5,"maximum":4}""")]
    [InlineData("""{"type":"string","pattern":"^\\d{40}[QX]$"}""")]
    [InlineData("""{"type":"string","pattern":"("}""")]
    [InlineData("""{"type":"wrong"}""")]
    [InlineData("""{"type":"object","required":[1]}""")]
    [InlineData("""{"enum":[]}""")]
    [InlineData("""{"allOf":[false]}""")]
    [InlineData("""{"type":"array","minItems":100000,"items":{"type":"object","properties":{"a":{"type":"string"}},"required":["a"]}}""")]
    public void What_cannot_be_satisfied_is_said(string schema)
    {
        using var document = JsonDocument.Parse(schema);
        var (json, problem) = SchemaSample.Write(document.RootElement, 1);
        json.ShouldBeNull();
        problem.ShouldNotBeNullOrEmpty();
    }

    [Fact]
    public async Task A_json_schema_answer_satisfies_it_plain_and_streamed()
    {
        const string Schema = """{"type":"object","properties":{"city":{"type":"string"},"tags":{"type":"array","items":{"type":"string"}}},"required":["city","tags"],"additionalProperties":false}""";
        var body = Chat("anything", new JsonObject
        {
            ["response_format"] = new JsonObject
            {
                ["type"] = "json_schema",
                ["json_schema"] = new JsonObject { ["name"] = "place", ["strict"] = true, ["schema"] = JsonNode.Parse(Schema) },
            },
        });
        var text = (string)(await simulator.AskAsync(body))["choices"]![0]!["message"]!["content"]!;
        (await JsonSchema.FromJsonAsync(Schema)).Validate(text).ShouldBeEmpty();
        (await simulator.StreamAsync(body)).Text().ShouldBe(text);
    }
}
