using System.Buffers;
using System.Text.Json;
using Weir.Lab.Simulator.Answers;
using Weir.Lab.Simulator.Messages;

namespace Weir.Lab.Simulator.Gemini;

/// <summary>Says an answer as generated content.</summary>
internal sealed class GeminiAnswerWriter : IAnswerWriter
{
    public IEventFraming Framing(Exchange exchange) => exchange.Http.Request.Query["alt"] == "sse" ? new ServerSentEvents(exchange) : new JsonArrayFraming();

    public IAnswerEvents Events(Exchange exchange, ChatAnswer answer, EventWriter output) => new GeminiEvents(exchange, answer, output);

    public void WritePlain(IBufferWriter<byte> output, ChatAnswer answer)
    {
        using var writer = new Utf8JsonWriter(output, JsonOutput.Options);
        writer.WriteStartObject();
        writer.WriteStartArray("candidates");
        foreach (var choice in answer.Choices)
        {
            WriteCandidate(writer, answer, choice.Index, FinishReason(choice), choice.Calls.Count == 0 ? choice.Tokens : [], parts =>
            {
                if (choice.Thinking.Count > 0 && !answer.Request.HidesThinking)
                    WriteText(parts, choice.ThinkingText, isThought: true, null);
                if (choice.Calls.Count == 0)
                    WriteText(parts, choice.Text, isThought: false, TextSignature(answer, choice));
                for (var call = 0; call < choice.Calls.Count; call++)
                    WriteCall(parts, answer, choice, call);
            });
        }

        writer.WriteEndArray();
        WriteTail(writer, answer, isLast: true);
        writer.WriteEndObject();
    }

    public static string FinishReason(ChatChoice choice) => choice.FinishReason == "length" ? "MAX_TOKENS" : "STOP";

    /// <param name="writer">Where it goes.</param>
    /// <param name="answer">The answer that it is a part of.</param>
    /// <param name="index">Which candidate.</param>
    /// <param name="finish">Why it stopped, or null.</param>
    /// <param name="tokens">The tokens of text that are told.</param>
    /// <param name="parts">Writes its parts.</param>
    public static void WriteCandidate(Utf8JsonWriter writer, ChatAnswer answer, int index, string? finish, IReadOnlyList<string> tokens, Action<Utf8JsonWriter> parts)
    {
        writer.WriteStartObject();
        writer.WriteStartObject("content");
        writer.WriteStartArray("parts");
        parts(writer);
        writer.WriteEndArray();
        writer.WriteString("role", "model");
        writer.WriteEndObject();
        if (finish is not null)
            writer.WriteString("finishReason", finish);
        writer.WriteNumber("index", index);
        if (answer.Request.Logprobs && tokens.Count > 0)
            GeminiLogprobs.Write(writer, tokens, answer.Request.TopLogprobs);
        writer.WriteEndObject();
    }

    public static void WriteText(Utf8JsonWriter writer, string text, bool isThought, string? signature)
    {
        writer.WriteStartObject();
        writer.WriteString("text", text);
        if (isThought)
            writer.WriteBoolean("thought", true);
        if (signature is not null)
            writer.WriteString("thoughtSignature", signature);
        writer.WriteEndObject();
    }

    public static void WriteCall(Utf8JsonWriter writer, ChatAnswer answer, ChatChoice choice, int index)
    {
        var call = choice.Calls[index];
        writer.WriteStartObject();
        writer.WriteStartObject("functionCall");
        writer.WriteString("id", call.Key);
        writer.WriteString("name", call.Name);
        MessagesAnswerWriter.WriteArguments(writer, "args", call);
        writer.WriteEndObject();
        if (index == 0 && Signs(answer, choice))
            writer.WriteString("thoughtSignature", answer.Seal.Sign(ContentsReader.Purpose, call.Name + call.Json));
        writer.WriteEndObject();
    }

    /// <summary>What a text that was thought about is signed with, null when it was not.</summary>
    public static string? TextSignature(ChatAnswer answer, ChatChoice choice) =>
        choice.Calls.Count == 0 && Signs(answer, choice) ? answer.Seal.Sign(ContentsReader.Purpose, choice.Text) : null;

    public static void WriteTail(Utf8JsonWriter writer, ChatAnswer answer, bool isLast)
    {
        if (answer.Usage is { } usage)
        {
            writer.WriteStartObject("usageMetadata");
            writer.WriteNumber("promptTokenCount", usage.Prompt);
            if (isLast)
            {
                // Candidates are counted without the thoughts, and the total is the sum of all three.
                writer.WriteNumber("candidatesTokenCount", usage.Completion - usage.Reasoning);
                if (usage.Reasoning > 0)
                    writer.WriteNumber("thoughtsTokenCount", usage.Reasoning);
            }

            if (usage.Cached > 0)
                writer.WriteNumber("cachedContentTokenCount", usage.Cached);
            writer.WriteNumber("totalTokenCount", isLast ? usage.Total : usage.Prompt);
            writer.WriteStartArray("promptTokensDetails");
            writer.WriteStartObject();
            writer.WriteString("modality", "TEXT");
            writer.WriteNumber("tokenCount", usage.Prompt);
            writer.WriteEndObject();
            writer.WriteEndArray();
            writer.WriteEndObject();
        }

        writer.WriteString("modelVersion", answer.Request.Model);
        writer.WriteString("responseId", answer.Id);
    }

    private static bool Signs(ChatAnswer answer, ChatChoice choice) =>
        choice.Thinking.Count > 0 || answer.Request.Model.StartsWith("gemini-3", StringComparison.Ordinal);
}
