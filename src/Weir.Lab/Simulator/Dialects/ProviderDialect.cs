using System.Buffers;
using System.Text.Json;
using Weir.Lab.Simulator.Answers;

namespace Weir.Lab.Simulator.Dialects;

/// <summary>One provider that the simulator can be: its addresses, its way to carry a key, its headers and its errors.</summary>
internal abstract class ProviderDialect
{
    public const string EventStream = "text/event-stream";

    /// <summary>The media type of a streamed answer.</summary>
    public virtual string StreamContentType => EventStream;

    /// <summary>True when the request is meant for this provider.</summary>
    public abstract bool Owns(string path, Exchange exchange);

    /// <summary>Null when the request carries the key.</summary>
    public abstract ApiError? Authorize(Exchange exchange, string key);

    /// <summary>The headers of every answer.</summary>
    public abstract void WriteHeaders(Exchange exchange, int tokens);

    public abstract void WriteError(Exchange exchange, IBufferWriter<byte> output, ApiError error);

    /// <summary>Answers, or returns the error to answer with. The document is null when the body is not JSON.</summary>
    public abstract Task<ApiError?> AnswerAsync(Exchange exchange, string path, JsonDocument? document);

    /// <summary>The model that is asked for, null when nobody can tell.</summary>
    public virtual string? ModelOf(string path, JsonDocument? document) =>
        Property(document, "model") is { ValueKind: JsonValueKind.String } model ? Readable(model) : null;

    public virtual bool WantsStream(string path, JsonDocument? document) => Property(document, "stream") is { ValueKind: JsonValueKind.True };

    public virtual ApiError BadJson() => ApiError.BadJson();

    public virtual ApiError TooLong(ChatRequest request) => ApiError.Invalid(
        $"This model's maximum context length is {request.Profile.ContextTokens} tokens. However, your messages resulted in {request.PromptTokens} tokens. "
        + "Please reduce the length of the messages.",
        "messages",
        "context_length_exceeded");

    protected static JsonElement? Property(JsonDocument? document, string name) =>
        document?.RootElement is { ValueKind: JsonValueKind.Object } root && root.TryGetProperty(name, out var value) ? value : null;

    /// <summary>The token of <c>Authorization: Bearer</c>, null when there is none.</summary>
    protected static string? Bearer(Exchange exchange)
    {
        const string Scheme = "Bearer ";
        var header = exchange.Http.Request.Headers.Authorization.ToString();
        return header.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase) ? header[Scheme.Length..].Trim() : null;
    }

    private static string? Readable(JsonElement text)
    {
        try
        {
            return text.GetString();
        }
        catch (InvalidOperationException)
        {
            // Half of a surrogate pair: the endpoint will say so.
            return null;
        }
    }
}
