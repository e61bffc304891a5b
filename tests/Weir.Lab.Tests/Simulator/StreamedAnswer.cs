using System.Text.Json.Nodes;

namespace Weir.Lab.Tests.Simulator;

/// <summary>A stream, read as a client reads it.</summary>
internal sealed class StreamedAnswer(string raw)
{
    public string Raw => raw;

    public IReadOnlyList<string> Data { get; } =
    [
        .. raw.Replace("\r\n", "\n", StringComparison.Ordinal)
            .Split("\n\n", StringSplitOptions.RemoveEmptyEntries)
            .Where(part => part.StartsWith("data: ", StringComparison.Ordinal))
            .Select(part => part["data: ".Length..]),
    ];

    public IReadOnlyList<JsonNode> Chunks => [.. Data.Where(data => data != "[DONE]").Select(data => JsonNode.Parse(data)!)];

    public string Text(int choice = 0) => string.Concat(Choices(choice).Select(item => (string?)item["delta"]!["content"]));

    public string? FinishReason(int choice = 0) =>
        Choices(choice).Select(item => (string?)item["finish_reason"]).LastOrDefault(reason => reason is not null);

    public IEnumerable<JsonNode> Choices(int choice) =>
        Chunks.SelectMany(chunk => chunk["choices"]!.AsArray()).Where(item => (int)item!["index"]! == choice)!;
}
