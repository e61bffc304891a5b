using System.Text.Json.Nodes;
using Weir.Dialects.Answers;
using Weir.Dialects.Tests.Pairs.Requests;
using Weir.Dialects.Usage;

namespace Weir.Dialects.Tests.Pairs.Answers;

/// <summary>What a model answers: what the providers' scripts say, and what the clients' decoders hear.</summary>
internal sealed record Reply
{
    public string Model { get; init; } = "upstream-model";

    public string Thoughts { get; init; } = "";

    public string Signature { get; init; } = "";

    public string Text { get; init; } = "";

    public string Refusal { get; init; } = "";

    public IReadOnlyList<ReplyCall> Calls { get; init; } = [];

    public StopReason Stop { get; init; }

    public string StopSequence { get; init; } = "";

    public TokenUsage? Usage { get; init; } = new(120, 34, 20, 0, 0);

    /// <summary>Line by line, for comparisons that show what differs. Arguments are compared by what they say.</summary>
    public string[] Told() =>
    [
        $"model {Model}", $"thoughts {Thoughts}", $"signature {Signature}", $"text {Text}", $"refusal {Refusal}",
        .. Calls.Select(call => $"call {call.Id} {call.Name} {Meaning.Canonical(JsonNode.Parse(call.Arguments))}"),
        $"stop {Stop} {StopSequence}",
        Usage is { } usage ? $"usage input {usage.Input} output {usage.Output} cached {usage.CachedInput} written {usage.CacheWrite} reasoning {usage.Reasoning}" : "no usage",
    ];
}
