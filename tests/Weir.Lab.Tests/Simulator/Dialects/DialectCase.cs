using System.Text.Json.Nodes;

namespace Weir.Lab.Tests.Simulator.Dialects;

/// <summary>How to ask one dialect for an answer, plain and streamed: the faults are tested alike in all of them.</summary>
public sealed record DialectCase(string Name, string Plain, string Streamed, string Body, string Terminator)
{
    /// <summary>What every request carries beside its key.</summary>
    public static readonly (string Name, string Value)[] Headers = [("anthropic-version", "2023-06-01")];

    public static readonly IReadOnlyList<DialectCase> All =
    [
        new("chat", "/v1/chat/completions", "/v1/chat/completions", """{"model":"sim","messages":[{"role":"user","content":"hello"}]}""", "[DONE]"),
        new("completions", "/v1/completions", "/v1/completions", """{"model":"sim","prompt":"hello"}""", "[DONE]"),
        new("responses", "/v1/responses", "/v1/responses", """{"model":"sim","input":"hello"}""", "[DONE]"),
        new("messages", "/v1/messages", "/v1/messages", """{"model":"sim","max_tokens":500,"messages":[{"role":"user","content":"hello"}]}""", "message_stop"),
        new("gemini", "/v1beta/models/sim:generateContent", "/v1beta/models/sim:streamGenerateContent?alt=sse", """{"contents":[{"parts":[{"text":"hello"}]}]}""", "finishReason"),
        new("converse", "/model/sim/converse", "/model/sim/converse-stream", """{"messages":[{"role":"user","content":[{"text":"hello"}]}]}""", "messageStop"),
    ];

    public static TheoryData<string> Names => [.. All.Select(dialect => dialect.Name)];

    public static DialectCase Named(string name) => All.Single(dialect => dialect.Name == name);

    public JsonObject PlainBody => JsonNode.Parse(Body)!.AsObject();

    public JsonObject StreamedBody
    {
        get
        {
            var body = PlainBody;
            if (Plain == Streamed)
                body["stream"] = true;
            return body;
        }
    }

    public override string ToString() => Name;
}
