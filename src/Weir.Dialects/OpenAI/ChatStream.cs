using System.Text;
using System.Text.Json;
using Weir.Dialects.Answers;
using Weir.Dialects.Errors;
using Weir.Dialects.Json;
using Weir.Dialects.Usage;

namespace Weir.Dialects.OpenAI;

/// <summary>
/// What has been learnt from the events of one streamed chat completion so far. Observing an event allocates nothing,
/// except for the few facts kept once per stream.
/// </summary>
/// <param name="choices">How many choices were asked for; 0 or less counts as one.</param>
public sealed class ChatStream(int choices = 1) : IAnswerObserver
{
    private UInt128 _open;
    private UInt128 _finished;
    private TokenUsage? _usage;
    private ServiceTier _tier;

    /// <summary>The model that the upstream says is answering, or null.</summary>
    public string? Model { get; private set; }

    /// <summary>Why the first choice that stopped did so, or null while none has.</summary>
    public string? FinishReason { get; private set; }

    /// <summary>The usage that the upstream reported, or null.</summary>
    public TokenUsage? Usage => _usage?.Under(_tier);

    /// <summary>Bytes of JSON-escaped text that the deltas brought: what an estimate starts from when no usage comes.</summary>
    public long ContentBytes { get; private set; }

    /// <summary>Whether every choice that was asked for, and every one that began, has stopped: the answer is whole.</summary>
    public bool IsWhole => _open == _finished && UInt128.PopCount(_finished) >= (UInt128)Math.Clamp(choices, 1, 128);

    /// <summary>Whether a choice has come and every one that began has stopped: there may be more to come only if more were asked for.</summary>
    public bool HasStopped => _open == _finished && _finished != 0;

    /// <summary>The raw JSON of the error that the upstream reported inside the stream, or null.</summary>
    public byte[]? Error { get; private set; }

    /// <inheritdoc/>
    public byte[]? ErrorBody => Error is { } error ? [.. "{\"error\":"u8, .. error, (byte)'}'] : null;

    /// <inheritdoc/>
    ProviderError? IAnswerObserver.Error => ErrorBody is { } body ? Chat.ChatErrors.Read(body) : null;

    /// <summary>Whether any choice has come; a stream without one is no chat.</summary>
    public bool HasChoices => _open != 0;

    /// <inheritdoc/>
    public AnswerFacts Facts => new(Model, FinishReason, Usage, IsUsageFinal: true, ContentBytes);

    /// <inheritdoc/>
    public StreamEventKind Observe(ReadOnlySpan<byte> data)
    {
        if (data.IsEmpty) return StreamEventKind.None;
        if (data.SequenceEqual("[DONE]"u8)) return StreamEventKind.Done;
        try
        {
            var reader = new Utf8JsonReader(data, EventJson.Options);
            if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject) return StreamEventKind.Malformed;
            var kind = ObserveChunk(ref reader, data);
            return reader.Read() ? StreamEventKind.Malformed : kind;
        }
        catch (Exception broken) when (broken is JsonException or InvalidOperationException)
        {
            // The reader throws the latter when it has to compare or return an escaped half of a surrogate pair.
            return StreamEventKind.Malformed;
        }
    }

    private StreamEventKind ObserveChunk(ref Utf8JsonReader reader, ReadOnlySpan<byte> data)
    {
        var content = ContentBytes;
        var any = false;
        var usage = false;
        var error = false;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (reader.ValueTextEquals("choices"u8)) any |= Choices(ref reader);
            else if (reader.ValueTextEquals("usage"u8)) usage |= ReadUsage(ref reader);
            else if (reader.ValueTextEquals("error"u8)) error |= ReadError(ref reader, data);
            else if (Model is null && reader.ValueTextEquals("model"u8)) Model = Text(ref reader);
            else if (reader.ValueTextEquals("service_tier"u8)) ReadTier(ref reader);
            else reader.SkipValue();
        }
        if (error) return StreamEventKind.Error;
        if (ContentBytes > content) return StreamEventKind.Content;
        return usage && !any ? StreamEventKind.Usage : StreamEventKind.Other;
    }

    private void ReadTier(ref Utf8JsonReader reader)
    {
        reader.Read();
        if (ServiceTiers.Read(ref reader) is var tier and not ServiceTier.Unstated) _tier = tier;
    }

    private bool ReadUsage(ref Utf8JsonReader reader)
    {
        reader.Read();
        if (reader.TokenType != JsonTokenType.StartObject)
        {
            reader.Skip();
            return false;
        }
        // Some providers report a running count on every chunk; the last one holds.
        if (UsageReader.TryRead(ref reader, out var usage)) _usage = usage;
        return true;
    }

    private bool ReadError(ref Utf8JsonReader reader, ReadOnlySpan<byte> data)
    {
        reader.Read();
        var start = (int)reader.TokenStartIndex;
        if (reader.TokenType == JsonTokenType.Null) return false;
        reader.Skip();
        Error = data[start..(int)reader.BytesConsumed].ToArray();
        return true;
    }

    /// <returns>Whether there was any choice.</returns>
    private bool Choices(ref Utf8JsonReader reader)
    {
        reader.Read();
        if (reader.TokenType != JsonTokenType.StartArray)
        {
            reader.Skip();
            return false;
        }
        var any = false;
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            any = true;
            if (reader.TokenType == JsonTokenType.StartObject) Choice(ref reader);
            else reader.Skip();
        }
        return any;
    }

    private void Choice(ref Utf8JsonReader reader)
    {
        var index = 0;
        string? finish = null;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (reader.ValueTextEquals("delta"u8) || reader.ValueTextEquals("text"u8)) Delta(ref reader);
            else if (reader.ValueTextEquals("finish_reason"u8)) finish = Text(ref reader);
            else if (reader.ValueTextEquals("index"u8))
            {
                reader.Read();
                if (reader.TokenType != JsonTokenType.Number || !reader.TryGetInt32(out index)) reader.Skip();
            }
            else reader.SkipValue();
        }
        var bit = UInt128.One << (index & 127);
        _open |= bit;
        if (finish is null) return;
        _finished |= bit;
        FinishReason ??= finish;
    }

    /// <summary>Counts the text in a delta wherever it stands: content, refusal, reasoning, tool arguments, audio.</summary>
    private void Delta(ref Utf8JsonReader reader)
    {
        reader.Read();
        if (reader.TokenType == JsonTokenType.String) ContentBytes += reader.ValueSpan.Length;
        if (reader.TokenType != JsonTokenType.StartObject) return;
        var depth = reader.CurrentDepth;
        var counts = false;
        while (reader.Read() && reader.CurrentDepth > depth)
        {
            if (reader.TokenType == JsonTokenType.PropertyName)
                counts = !(reader.ValueTextEquals("role"u8) || reader.ValueTextEquals("id"u8) || reader.ValueTextEquals("type"u8));
            else if (counts && reader.TokenType == JsonTokenType.String)
                ContentBytes += reader.ValueSpan.Length;
        }
    }

    private static string? Text(ref Utf8JsonReader reader)
    {
        reader.Read();
        if (reader.TokenType != JsonTokenType.String)
        {
            reader.Skip();
            return null;
        }
        // The usual reasons are constants; whatever else a provider invents is kept as it is.
        if (reader.ValueTextEquals("stop"u8)) return "stop";
        if (reader.ValueTextEquals("length"u8)) return "length";
        if (reader.ValueTextEquals("tool_calls"u8)) return "tool_calls";
        return reader.ValueIsEscaped ? reader.GetString() : Encoding.UTF8.GetString(reader.ValueSpan);
    }
}
