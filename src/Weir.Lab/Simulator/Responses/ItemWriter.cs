using System.Text.Json;
using Weir.Lab.Simulator.Answers;
using Weir.Lab.Simulator.Chat;

namespace Weir.Lab.Simulator.Responses;

/// <summary>Writes the items of a response's output: as they begin, and as they are when they are complete.</summary>
internal sealed class ItemWriter(ChatAnswer answer)
{
    private readonly ChatChoice _choice = answer.Choices[0];

    public string ReasoningId => "rs_" + answer.Key;

    public string MessageId => "msg_" + answer.Key;

    /// <summary>What the client is shown of the thinking; only summaries are ever shown.</summary>
    public bool ShowsSummary => !answer.Request.HidesThinking;

    private string LastStatus => _choice.FinishReason == "length" ? "incomplete" : "completed";

    public string CallId(int call) => $"fc_{answer.Key}_{call}";

    public void WriteAll(Utf8JsonWriter writer)
    {
        if (_choice.Thinking.Count > 0)
            WriteReasoning(writer, whole: true);
        if (_choice.Calls.Count == 0)
            WriteMessage(writer, whole: true);
        for (var call = 0; call < _choice.Calls.Count; call++)
            WriteCall(writer, call, whole: true);
    }

    public void WriteReasoning(Utf8JsonWriter writer, bool whole)
    {
        writer.WriteStartObject();
        writer.WriteString("id", ReasoningId);
        writer.WriteString("type", "reasoning");
        writer.WriteStartArray("summary");
        if (whole && ShowsSummary)
        {
            writer.WriteStartObject();
            WriteSummary(writer, _choice.ThinkingText);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        if (whole)
            writer.WriteString("encrypted_content", answer.Seal.Sign(InputReader.Purpose, _choice.ThinkingText));
        writer.WriteEndObject();
    }

    public static void WriteSummary(Utf8JsonWriter writer, string text)
    {
        writer.WriteString("type", "summary_text");
        writer.WriteString("text", text);
    }

    public void WriteMessage(Utf8JsonWriter writer, bool whole)
    {
        writer.WriteStartObject();
        writer.WriteString("id", MessageId);
        writer.WriteString("type", "message");
        writer.WriteString("status", whole ? LastStatus : "in_progress");
        writer.WriteString("role", "assistant");
        writer.WriteStartArray("content");
        if (whole)
        {
            writer.WriteStartObject();
            WritePart(writer, _choice.Tokens);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        writer.WriteEndObject();
    }

    public void WritePart(Utf8JsonWriter writer, IReadOnlyList<string> tokens)
    {
        writer.WriteString("type", "output_text");
        writer.WriteString("text", string.Concat(tokens));
        writer.WriteStartArray("annotations");
        writer.WriteEndArray();
        WriteLogprobs(writer, tokens);
    }

    public void WriteLogprobs(Utf8JsonWriter writer, IReadOnlyList<string> tokens) =>
        LogprobWriter.WriteList(writer, "logprobs", answer.Request.Logprobs ? tokens : [], answer.Request.TopLogprobs);

    public void WriteCall(Utf8JsonWriter writer, int index, bool whole)
    {
        var call = _choice.Calls[index];
        var isLast = index == _choice.Calls.Count - 1;
        writer.WriteStartObject();
        writer.WriteString("id", CallId(index));
        writer.WriteString("type", "function_call");
        writer.WriteString("status", !whole ? "in_progress" : isLast ? LastStatus : "completed");
        writer.WriteString("call_id", call.Id);
        writer.WriteString("name", call.Name);
        if (answer.Request.Tools.FirstOrDefault(tool => tool.Name == call.Name)?.Namespace is { } group)
            writer.WriteString("namespace", group);
        writer.WriteString("arguments", whole ? call.Json : "");
        writer.WriteEndObject();
    }
}
