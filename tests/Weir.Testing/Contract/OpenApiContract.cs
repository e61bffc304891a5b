using System.Text.Json;
using System.Text.Json.Nodes;

namespace Weir.Testing.Contract;

/// <summary>
/// OpenAI's own description of its API: an independent judge of what Weir sends to clients and providers that speak OpenAI's dialects.
/// Read once; only tests with <see cref="ContractFactAttribute"/> or <see cref="ContractTheoryAttribute"/> may ask for it.
/// </summary>
internal sealed class OpenApiContract
{
    /// <summary>
    /// Members outside the contract that are said all the same: thoughts in chat, as DeepSeek, vLLM and OpenRouter have them, and
    /// pictures and sources in the deltas as the last has them; what the Open Responses profile wants every response to have; and what OpenAI says itself,
    /// the bytes of a token in a stream and the format of a picture.
    /// </summary>
    private static readonly string[] Customary = ["reasoning_content", "reasoning", "reasoning_details", "presence_penalty", "frequency_penalty", "store", "images", "annotations", "bytes", "output_format"];

    private static readonly Lazy<OpenApiContract> Loaded = new(() =>
        new OpenApiContract(File.ReadAllBytes(SharedData.Find(SharedData.Contract) ?? throw new InvalidOperationException(SharedData.WhyNot(SharedData.Contract)))));

    private readonly JsonElement _schemas;
    private readonly SchemaJudge _judge;

    private OpenApiContract(byte[] document)
    {
        var node = JsonNode.Parse(document)!;
        // A response that has only begun has no usage: the contract forbids the null that its own example, and its own servers, have there.
        node["components"]!["schemas"]!["ResponseUsage"]!["nullable"] = true;
        var root = JsonSerializer.SerializeToElement(node);
        _schemas = root.GetProperty("components").GetProperty("schemas");
        _judge = new SchemaJudge(root);
    }

    public static OpenApiContract Instance => Loaded.Value;

    public JsonElement Schema(string name) => _schemas.GetProperty(name);

    /// <summary>Judges a body or an event's payload by a schema such as <c>CreateChatCompletionResponse</c>.</summary>
    /// <returns>All violations, each with its path; none when the body fits.</returns>
    public IReadOnlyList<string> Judge(string schema, JsonElement body) =>
        [.. _judge.Judge(Schema(schema), body).Violations.Select(violation => violation.ToString())];

    /// <summary>Judges a body that is still text.</summary>
    public IReadOnlyList<string> Judge(string schema, ReadOnlyMemory<byte> body)
    {
        try
        {
            using var document = JsonDocument.Parse(body);
            return Judge(schema, document.RootElement);
        }
        catch (JsonException broken)
        {
            return [$"$: no JSON: {broken.Message}"];
        }
    }

    /// <summary>Judges what Weir wrote: as <see cref="Judge(string, JsonElement)"/>, and moreover every member has to be one that the contract knows.</summary>
    public IReadOnlyList<string> JudgeOwn(string schema, JsonElement body)
    {
        var verdict = _judge.Judge(Schema(schema), body);
        var strays = SchemaJudge.Strays(verdict, body).Where(path => !Customary.Any(name => path.EndsWith("." + name, StringComparison.Ordinal)));
        return [.. verdict.Violations.Select(violation => violation.ToString()), .. strays.Select(path => $"{path}: the contract knows no such member")];
    }
}
