using System.Text.Json;
using System.Text.RegularExpressions;
using Weir.Gateway.Configuration;
using Weir.Gateway.Configuration.Output;
using Weir.Gateway.Configuration.Yaml;

namespace Weir.Gateway.Tests.Configuration;

public sealed class ConfigSchemaTests
{
    private readonly JsonElement _schema = JsonDocument.Parse(ConfigSchema.Write()).RootElement;

    [Fact]
    public void The_schema_accepts_the_default_configuration() =>
        Problems(DefaultConfig.Compose(new FakeEnvironment { ["OPENAI_API_KEY"] = "x" })).ShouldBeEmpty();

    [Fact]
    public void The_schema_accepts_what_weir_config_prints() =>
        Problems(EffectiveConfig.Print(Given.Load(DefaultConfig.Compose(new FakeEnvironment())).Config)).ShouldBeEmpty();

    [Theory]
    [InlineData("sever: {}", "sever: unknown")]
    [InlineData("server: { drain: soon }", "server.drain: pattern")]
    [InlineData("ledger: { durability: never }", "ledger.durability: anyOf")]
    [InlineData("providers: { p: { bas_url: x } }", "providers.p.bas_url: unknown")]
    [InlineData("deployments: { d: { model: x } }", "deployments.d: provider is missing")]
    [InlineData("models: { m: { route: x } }", "models.m.route: type")]
    [InlineData("models: { \"a b\": { route: [] } }", "models.a b: name")]
    public void The_schema_rejects_what_the_gateway_rejects(string text, string problem)
    {
        Problems(text).ShouldBe([problem]);
        Given.Errors(text).ShouldNotBeEmpty();
    }

    [Fact]
    public void Every_key_has_a_description_and_defaults_are_stated()
    {
        _schema.GetProperty("$schema").GetString().ShouldBe("https://json-schema.org/draft/2020-12/schema");
        var server = _schema.GetProperty("properties").GetProperty("server").GetProperty("properties");
        server.GetProperty("listen").GetProperty("default").GetString().ShouldBe("http://127.0.0.1:8080");
        server.GetProperty("drain").GetProperty("default").GetString().ShouldBe("30s");
        Described(_schema);
    }

    [Fact]
    public void The_reference_page_names_every_key()
    {
        var page = ConfigReference.Write();

        page.ShouldContain("| `server.listen` ⟳ | text | `http://127.0.0.1:8080` |");
        page.ShouldContain("| `limits.request_body` | size | `32MiB` |");
        page.ShouldContain("| `providers.NAME.timeouts.first_byte` | duration | the value of the level above |");
        page.ShouldContain("| `deployments.NAME.provider` | text | required |");
        page.ShouldContain("| `deployments.NAME.price.input` | USD per million tokens | none |");
        page.ShouldContain("| `models.NAME.route[].weight` | whole number | `1` |");
        page.ShouldContain("## `tenants`");
    }

    private static void Described(JsonElement section)
    {
        foreach (var property in section.GetProperty("properties").EnumerateObject())
        {
            property.Value.GetProperty("description").GetString().ShouldNotBeNullOrWhiteSpace(property.Name);
            if (property.Value.TryGetProperty("properties", out _)) Described(property.Value);
        }
    }

    /// <summary>The part of JSON Schema that our schema uses, applied to YAML nodes.</summary>
    private List<string> Problems(string text)
    {
        var problems = new List<string>();
        Check(YamlReader.Read(text, new ConfigErrors("f")).ShouldNotBeNull(), _schema, problems);
        return problems;
    }

    private static void Check(ConfigNode node, JsonElement schema, List<string> problems)
    {
        if (schema.TryGetProperty("anyOf", out var options) && !options.EnumerateArray().Any(o => Fits(node, o))) problems.Add($"{node.Path}: anyOf");
        if (schema.TryGetProperty("enum", out var values) && !values.EnumerateArray().Any(v => v.GetString() == ((ScalarNode)node).Text)) problems.Add($"{node.Path}: enum");
        if (schema.TryGetProperty("type", out var type) && !TypeFits(node, type)) problems.Add($"{node.Path}: type");
        if (node is ScalarNode { IsNull: false } scalar && schema.TryGetProperty("pattern", out var pattern) && !Regex.IsMatch(scalar.Text, pattern.GetString()!)) problems.Add($"{node.Path}: pattern");
        if (node is ListNode list && schema.TryGetProperty("items", out var items)) list.Items.ForEach(i => Check(i, items, problems));
        if (node is not MapNode map) return;

        foreach (var name in schema.TryGetProperty("required", out var required) ? required.EnumerateArray().Select(r => r.GetString()!) : [])
            if (map.Find(name) is null) problems.Add($"{node.Path}: {name} is missing");
        foreach (var entry in map.Entries)
        {
            if (schema.TryGetProperty("propertyNames", out var names) && !Regex.IsMatch(entry.Key, names.GetProperty("pattern").GetString()!)) problems.Add($"{entry.Value.Path}: name");
            if (schema.TryGetProperty("properties", out var known) && known.TryGetProperty(entry.Key, out var inner)) Check(entry.Value, inner, problems);
            else if (schema.TryGetProperty("additionalProperties", out var other) && other.ValueKind == JsonValueKind.Object) Check(entry.Value, other, problems);
            else if (other.ValueKind == JsonValueKind.False) problems.Add($"{entry.Value.Path}: unknown");
        }
    }

    private static bool Fits(ConfigNode node, JsonElement schema)
    {
        var problems = new List<string>();
        Check(node, schema, problems);
        return problems.Count == 0;
    }

    private static bool TypeFits(ConfigNode node, JsonElement type)
    {
        var allowed = type.ValueKind == JsonValueKind.Array ? type.EnumerateArray().Select(t => t.GetString()).ToArray() : [type.GetString()];
        return node switch
        {
            MapNode => allowed.Contains("object"),
            ListNode => allowed.Contains("array"),
            ScalarNode { IsNull: true } => allowed.Contains("null"),
            _ => allowed.Contains("string"),
        };
    }
}
