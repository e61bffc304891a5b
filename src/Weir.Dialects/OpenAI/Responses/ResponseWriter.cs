using System.Text.Json;
using Weir.Dialects.Answers;
using Weir.Dialects.Errors;
using Weir.Dialects.Json;
using Weir.Dialects.Usage;

namespace Weir.Dialects.OpenAI.Responses;

/// <summary>Writes response objects of one call, with all the members that SDKs and Open Responses ask for.</summary>
internal sealed class ResponseWriter(AnswerContext context)
{
    private readonly RequestEcho _echo = new(context.Conversation.Source);

    /// <summary>Writes a response.</summary>
    /// <param name="writer">Where it goes.</param>
    /// <param name="status">Where it stands.</param>
    /// <param name="answer">What was answered so far, for the model, the reason of the end and the usage.</param>
    /// <param name="items">The output, or null while there is none to be shown.</param>
    /// <param name="error">Why it failed, or null.</param>
    public void Write(Utf8JsonWriter writer, ResponseStatus status, CollectedAnswer answer, OutputItems? items, ClientError? error = null)
    {
        writer.WriteStartObject();
        writer.WriteString("id"u8, context.AnswerId ?? "resp_" + context.CallId);
        writer.WriteString("object"u8, "response"u8);
        writer.WriteNumber("created_at"u8, context.CreatedAt);
        writer.WriteString("status"u8, Word(status));
        if (status == ResponseStatus.Completed) writer.WriteNumber("completed_at"u8, context.Time.GetUtcNow().ToUnixTimeSeconds());
        else writer.WriteNull("completed_at"u8);
        WriteError(writer, status, error);
        WriteIncompleteDetails(writer, status, answer);
        if (answer.Model.IsEmpty) writer.WriteString("model"u8, context.Model);
        else writer.WriteInside("model"u8, answer.Model.Span);
        writer.WritePropertyName("output"u8);
        OutputWriter.WriteAll(writer, items);
        _echo.Write(writer);
        WriteUsage(writer, items is null ? null : answer.Usage);
        writer.WriteEndObject();
    }

    /// <summary>Where an answer that has come to its end stands.</summary>
    public static ResponseStatus StatusOf(CollectedAnswer answer) => IncompleteReason(answer).IsEmpty ? ResponseStatus.Completed : ResponseStatus.Incomplete;

    private static ReadOnlySpan<byte> IncompleteReason(CollectedAnswer answer) => (answer.Choices.Count > 0 ? answer.Choices[0].Reason : null) switch
    {
        StopReason.MaxTokens or StopReason.ContextWindow => "max_output_tokens"u8,
        StopReason.ContentFilter or StopReason.Refusal => "content_filter"u8,
        _ => default,
    };

    private static void WriteIncompleteDetails(Utf8JsonWriter writer, ResponseStatus status, CollectedAnswer answer)
    {
        var reason = IncompleteReason(answer);
        if (status != ResponseStatus.Incomplete || reason.IsEmpty)
        {
            writer.WriteNull("incomplete_details"u8);
            return;
        }
        writer.WriteStartObject("incomplete_details"u8);
        writer.WriteString("reason"u8, reason);
        writer.WriteEndObject();
    }

    private static void WriteError(Utf8JsonWriter writer, ResponseStatus status, ClientError? error)
    {
        if (status != ResponseStatus.Failed)
        {
            writer.WriteNull("error"u8);
            return;
        }
        // The codes are a closed set, of which these are the ones that say whose fault it was.
        writer.WriteStartObject("error"u8);
        writer.WriteString("code"u8, error?.Status switch { 429 => "rate_limit_exceeded"u8, >= 400 and < 500 => "invalid_prompt"u8, _ => "server_error"u8 });
        writer.WriteString("message"u8, error?.Message ?? "The response failed.");
        writer.WriteEndObject();
    }

    private static void WriteUsage(Utf8JsonWriter writer, TokenUsage? counted)
    {
        if (counted is not { } usage)
        {
            writer.WriteNull("usage"u8);
            return;
        }
        writer.WriteStartObject("usage"u8);
        writer.WriteNumber("input_tokens"u8, usage.Input);
        writer.WriteStartObject("input_tokens_details"u8);
        writer.WriteNumber("cached_tokens"u8, usage.CachedInput);
        writer.WriteNumber("cache_write_tokens"u8, usage.CacheWrite);
        writer.WriteEndObject();
        writer.WriteNumber("output_tokens"u8, usage.Output);
        writer.WriteStartObject("output_tokens_details"u8);
        writer.WriteNumber("reasoning_tokens"u8, usage.Reasoning);
        writer.WriteEndObject();
        writer.WriteNumber("total_tokens"u8, usage.Total);
        writer.WriteEndObject();
    }

    private static ReadOnlySpan<byte> Word(ResponseStatus status) => status switch
    {
        ResponseStatus.Queued => "queued"u8,
        ResponseStatus.InProgress => "in_progress"u8,
        ResponseStatus.Completed => "completed"u8,
        ResponseStatus.Incomplete => "incomplete"u8,
        ResponseStatus.Cancelled => "cancelled"u8,
        _ => "failed"u8,
    };
}
