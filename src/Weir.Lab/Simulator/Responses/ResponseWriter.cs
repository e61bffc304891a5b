using System.Text.Json;
using Weir.Lab.Simulator.Answers;

namespace Weir.Lab.Simulator.Responses;

/// <summary>Writes the response object: always with all of its keys, as Open Responses demands.</summary>
internal static class ResponseWriter
{
    /// <param name="writer">Where to.</param>
    /// <param name="answer">What was said.</param>
    /// <param name="progress">How far it is: it has said nothing before it is whole.</param>
    public static void WriteMembers(Utf8JsonWriter writer, ChatAnswer answer, Progress progress)
    {
        var request = answer.Request;
        var isWhole = progress == Progress.Whole;
        var isCut = isWhole && answer.Choices[0].FinishReason == "length";
        writer.WriteString("id", answer.Id);
        writer.WriteString("object", "response");
        writer.WriteNumber("created_at", answer.Created);
        WriteNumber(writer, "completed_at", isWhole && !isCut ? answer.Created : null);
        writer.WriteString("status", StatusOf(progress, isCut));
        Echo(writer, request, "background", "false");
        WriteError(writer, progress);
        if (isCut)
        {
            writer.WriteStartObject("incomplete_details");
            writer.WriteString("reason", "max_output_tokens");
            writer.WriteEndObject();
        }
        else
        {
            writer.WriteNull("incomplete_details");
        }

        Echo(writer, request, "instructions", "null");
        WriteNumber(writer, "max_output_tokens", request.MaxTokens);
        Echo(writer, request, "max_tool_calls", "null");
        writer.WriteString("model", request.Model);
        writer.WriteStartArray("output");
        if (isWhole)
            new ItemWriter(answer).WriteAll(writer);
        writer.WriteEndArray();
        writer.WriteBoolean("parallel_tool_calls", request.ParallelToolCalls);
        Echo(writer, request, "previous_response_id", "null");
        Echo(writer, request, "prompt_cache_key", "null");
        writer.WriteNumber("presence_penalty", 0);
        writer.WriteNumber("frequency_penalty", 0);
        WriteReasoning(writer, request);
        Echo(writer, request, "safety_identifier", "null");
        writer.WriteString("service_tier", request.ServiceTier);
        Echo(writer, request, "store", "true");
        writer.WriteNumber("temperature", request.Temperature ?? 1);
        WriteText(writer, request);
        Echo(writer, request, "tool_choice", "\"auto\"");
        WriteTools(writer, request);
        writer.WriteNumber("top_logprobs", request.TopLogprobs);
        writer.WriteNumber("top_p", request.TopP ?? 1);
        writer.WriteString("truncation", request.Truncates ? "auto" : "disabled");
        WriteUsage(writer, isWhole ? answer.Usage : null);
        if (Given(request.Root, "user") is { } user)
            writer.WriteString("user", user.GetString());
        Echo(writer, request, "metadata", "{}");
    }

    private static string StatusOf(Progress progress, bool isCut) => progress switch
    {
        Progress.Queued => "queued",
        Progress.InProgress => "in_progress",
        Progress.Failed => "failed",
        Progress.Cancelled => "cancelled",
        _ => isCut ? "incomplete" : "completed",
    };

    private static void WriteError(Utf8JsonWriter writer, Progress progress)
    {
        if (progress != Progress.Failed)
        {
            writer.WriteNull("error");
            return;
        }

        writer.WriteStartObject("error");
        writer.WriteString("code", "server_error");
        writer.WriteString("message", "The model failed, as it was asked to.");
        writer.WriteEndObject();
    }

    private static void WriteReasoning(Utf8JsonWriter writer, ChatRequest request)
    {
        writer.WriteStartObject("reasoning");
        writer.WriteString("effort", request.ReasoningEffort);
        var summary = Given(request.Root, "reasoning") is { } asked ? Given(asked, "summary") ?? Given(asked, "generate_summary") : null;
        writer.WriteString("summary", summary?.GetString());
        writer.WriteEndObject();
    }

    private static void WriteText(Utf8JsonWriter writer, ChatRequest request)
    {
        var asked = Given(request.Root, "text");
        writer.WriteStartObject("text");
        writer.WritePropertyName("format");
        if (asked is { } text && Given(text, "format") is { } format)
            format.WriteTo(writer);
        else
            writer.WriteRawValue("{\"type\":\"text\"}");
        writer.WriteString("verbosity", request.Verbosity ?? "medium");
        writer.WriteEndObject();
    }

    private static void WriteTools(Utf8JsonWriter writer, ChatRequest request)
    {
        writer.WriteStartArray("tools");
        if (Given(request.Root, "tools") is { } tools)
        {
            foreach (var tool in tools.EnumerateArray())
            {
                if (!tool.GetProperty("type").ValueEquals("function"))
                {
                    tool.WriteTo(writer);
                    continue;
                }

                writer.WriteStartObject();
                writer.WriteString("type", "function");
                writer.WriteString("name", tool.GetProperty("name").GetString());
                Member(writer, tool, "description", "null");
                Member(writer, tool, "parameters", "null");
                Member(writer, tool, "strict", "true");
                writer.WriteEndObject();
            }
        }

        writer.WriteEndArray();
    }

    private static void WriteUsage(Utf8JsonWriter writer, ChatUsage? usage)
    {
        if (usage is null)
        {
            writer.WriteNull("usage");
            return;
        }

        writer.WriteStartObject("usage");
        writer.WriteNumber("input_tokens", usage.Prompt);
        writer.WriteStartObject("input_tokens_details");
        writer.WriteNumber("cached_tokens", usage.Cached);
        writer.WriteNumber("cache_write_tokens", usage.CacheWritten);
        writer.WriteEndObject();
        writer.WriteNumber("output_tokens", usage.Completion);
        writer.WriteStartObject("output_tokens_details");
        writer.WriteNumber("reasoning_tokens", usage.Reasoning);
        writer.WriteEndObject();
        writer.WriteNumber("total_tokens", usage.Total);
        writer.WriteEndObject();
    }

    private static void Echo(Utf8JsonWriter writer, ChatRequest request, string name, string absent) => Member(writer, request.Root, name, absent);

    private static void Member(Utf8JsonWriter writer, JsonElement owner, string name, string absent)
    {
        writer.WritePropertyName(name);
        if (Given(owner, name) is { } value)
            value.WriteTo(writer);
        else
            writer.WriteRawValue(absent);
    }

    private static void WriteNumber(Utf8JsonWriter writer, string name, long? number)
    {
        if (number is { } given)
            writer.WriteNumber(name, given);
        else
            writer.WriteNull(name);
    }

    private static JsonElement? Given(JsonElement owner, string name) => Validation.Check.Given(owner, name);
}
