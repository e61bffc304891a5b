using System.Buffers;
using System.Text;
using System.Text.Json;

namespace Weir.Lab.Simulator.Answers;

/// <summary>What the last message of the user may tell the simulator to say, the same in every dialect.</summary>
internal static class Instructions
{
    private const string RepeatCommand = "repeat exactly:";
    private const string SystemCommand = "repeat the system prompt";
    private const string ParametersCommand = "what parameters";

    /// <summary>The text that is demanded, null when the user demands none.</summary>
    public static string? Demanded(ChatRequest request)
    {
        var text = request.LastUserText;
        var place = text.IndexOf(RepeatCommand, StringComparison.OrdinalIgnoreCase);
        if (place >= 0)
        {
            var rest = text[(place + RepeatCommand.Length)..];
            return rest.StartsWith(' ') ? rest[1..] : rest;
        }

        return text.Contains(SystemCommand, StringComparison.OrdinalIgnoreCase) ? request.SystemText : null;
    }

    /// <summary>
    /// The parameters that hold for the answer, null when the user does not ask. Neither a limit nor a stop sequence cuts them:
    /// a limit could not be read otherwise.
    /// </summary>
    public static string? Parameters(ChatRequest request)
    {
        if (request.Answered.Role != "user" || !request.LastUserText.Contains(ParametersCommand, StringComparison.OrdinalIgnoreCase)
            || request.LastUserText.Contains(RepeatCommand, StringComparison.OrdinalIgnoreCase))
        {
            return null;
        }

        var output = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(output, JsonOutput.Options))
        {
            writer.WriteStartObject();
            WriteNumber(writer, "temperature", request.Temperature);
            WriteNumber(writer, "top_p", request.TopP);
            WriteNumber(writer, "top_k", request.TopK);
            WriteNumber(writer, "frequency_penalty", request.FrequencyPenalty);
            WriteNumber(writer, "presence_penalty", request.PresencePenalty);
            WriteNumber(writer, "max_tokens", request.MaxTokens);
            if (request.Stops.Count > 0)
            {
                writer.WriteStartArray("stop");
                foreach (var stop in request.Stops)
                    writer.WriteStringValue(stop);
                writer.WriteEndArray();
            }

            WriteNumber(writer, "seed", request.Seed);
            if (request.ReasoningEffort is { } effort)
                writer.WriteString("effort", effort);
            WriteNumber(writer, "thinking_budget", request.ThinkingBudget);
            if (request.Verbosity is { } verbosity)
                writer.WriteString("verbosity", verbosity);
            writer.WriteEndObject();
        }

        return Encoding.UTF8.GetString(output.WrittenSpan);
    }

    private static void WriteNumber(Utf8JsonWriter writer, string name, double? number)
    {
        if (number is { } given)
            writer.WriteNumber(name, given);
    }
}
