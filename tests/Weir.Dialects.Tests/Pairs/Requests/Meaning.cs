using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Weir.Dialects.Tests.Pairs.Requests;

/// <summary>
/// What a request says, line by line and in the same words whatever dialect it is written in: <c>user|text|Hello</c>,
/// <c>assistant|call|#0|get_weather|{…}</c>, <c>temperature|0.5</c>. Identifiers of tool calls become numbers, how messages are
/// cut makes no difference, system prompts stand first. Filled by decoders that know nothing of Weir.
/// </summary>
internal sealed class Meaning
{
    private static readonly (string Effort, int Budget)[] Efforts =
        [("none", 0), ("minimal", 1024), ("low", 2048), ("medium", 8192), ("high", 16384), ("xhigh", 32768), ("max", int.MaxValue)];

    private static readonly JsonSerializerOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private readonly List<string> _system = [];
    private readonly List<string> _said = [];
    private readonly SortedSet<string> _settings = new(StringComparer.Ordinal);
    private readonly List<(string? Id, string Name, bool Answered)> _calls = [];

    public void System(string text) => _system.Add($"system|text|{text}");

    public void Text(string role, string text) => _said.Add($"{role}|text|{text}");

    public void Media(string kind, string source) => _said.Add($"user|{kind}|{source}");

    public void Thought(string? text, string? signature) => _said.Add($"assistant|thought|{text}|{signature}");

    public void Call(string? id, string name, JsonNode? arguments)
    {
        _said.Add($"assistant|call|#{_calls.Count}|{name}|{Canonical(arguments)}");
        _calls.Add((id, name, false));
    }

    public void Result(string? id, string? name, string text)
    {
        var index = _calls.FindIndex(call => !call.Answered && (id is not null && call.Id is not null ? call.Id == id : call.Name == name));
        if (index >= 0) _calls[index] = _calls[index] with { Answered = true };
        _said.Add($"user|result|#{index}|{text}");
    }

    public void Tool(string name, string? description, JsonNode? schema) => _settings.Add($"tool|{name}|{description}|{Canonical(schema)}");

    public void Set(string name, object? value)
    {
        if (value is not null) _settings.Add($"{name}|{value}");
    }

    public void Format(JsonNode? schema) => _settings.Add($"format|{(schema is null ? "any object" : Canonical(schema))}");

    public void Budget(int budget) => Set("effort", Efforts.First(effort => effort.Budget >= budget).Effort);

    public string[] Told() => [.. _system, .. _said, .. _settings];

    /// <summary>JSON without blanks and with its members in order, types in lower case as JSON schema has them.</summary>
    public static string Canonical(JsonNode? node) => node switch
    {
        JsonObject members => $"{{{string.Join(',', members.OrderBy(member => member.Key, StringComparer.Ordinal).Select(member => $"\"{member.Key}\":{Value(member.Key, member.Value)}"))}}}",
        JsonArray items => $"[{string.Join(',', items.Select(Canonical))}]",
        JsonValue value when value.GetValueKind() == JsonValueKind.Number => value.GetValue<decimal>().ToString("0.############"),
        null => "null",
        _ => node.ToJsonString(Plain),
    };

    private static string Value(string name, JsonNode? value) => name == "type" ? Canonical(value).ToLowerInvariant() : Canonical(value);
}
