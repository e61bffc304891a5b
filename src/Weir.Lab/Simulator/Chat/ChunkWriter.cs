using System.Buffers;
using System.Text.Json;
using Weir.Lab.Simulator.Answers;

namespace Weir.Lab.Simulator.Chat;

/// <summary>Writes the chunks of a stream, <c>chat.completion.chunk</c>, into a buffer that is used again for each.</summary>
internal sealed class ChunkWriter(ChatAnswer answer) : IDisposable
{
    private const string Padding = "abcdefghijklmnop";

    private readonly ArrayBufferWriter<byte> _buffer = new(512);
    private Utf8JsonWriter? _writer;

    /// <summary>A chunk with one delta; valid until the next call.</summary>
    public ReadOnlyMemory<byte> Delta(ChatChoice choice, Delta delta)
    {
        var writer = Begin();
        writer.WriteStartObject();
        writer.WriteNumber("index", choice.Index);
        writer.WriteStartObject("delta");
        WriteDelta(writer, choice, delta);
        writer.WriteEndObject();
        if (answer.Request.Logprobs && delta.Kind == DeltaKind.Text)
            LogprobWriter.Write(writer, [delta.Text], answer.Request.TopLogprobs);
        else
            writer.WriteNull("logprobs");
        if (delta.Kind == DeltaKind.Finish)
            writer.WriteString("finish_reason", choice.FinishReason);
        else
            writer.WriteNull("finish_reason");
        writer.WriteEndObject();
        writer.WriteEndArray();
        if (answer.Request.IncludeUsage && answer.Usage is not null)
            writer.WriteNull("usage");
        if (answer.Request.IncludeObfuscation)
            writer.WriteString("obfuscation", Padding.AsSpan(0, 1 + (delta.Text.Length % (Padding.Length - 1))));
        return End(writer);
    }

    /// <summary>The chunk without choices that carries the usage.</summary>
    public ReadOnlyMemory<byte> Usage(ChatUsage usage)
    {
        var writer = Begin();
        writer.WriteEndArray();
        UsageWriter.Write(writer, usage);
        return End(writer);
    }

    public void Dispose() => _writer?.Dispose();

    private void WriteDelta(Utf8JsonWriter writer, ChatChoice choice, Delta delta)
    {
        switch (delta.Kind)
        {
            case DeltaKind.Role:
                writer.WriteString("role", "assistant");
                if (choice.Calls.Count > 0)
                    writer.WriteNull("content");
                else
                    writer.WriteString("content", "");
                writer.WriteNull("refusal");
                break;
            case DeltaKind.Text:
                writer.WriteString("content", delta.Text);
                break;
            case DeltaKind.CallStart or DeltaKind.CallArguments:
                WriteCall(writer, choice.Calls[delta.Call], delta);
                break;
        }
    }

    private static void WriteCall(Utf8JsonWriter writer, ToolCall call, Delta delta)
    {
        writer.WriteStartArray("tool_calls");
        writer.WriteStartObject();
        writer.WriteNumber("index", delta.Call);
        if (delta.Kind == DeltaKind.CallStart)
        {
            writer.WriteString("id", call.Id);
            writer.WriteString("type", "function");
        }

        writer.WriteStartObject("function");
        if (delta.Kind == DeltaKind.CallStart)
            writer.WriteString("name", call.Name);
        writer.WriteString("arguments", delta.Text);
        writer.WriteEndObject();
        writer.WriteEndObject();
        writer.WriteEndArray();
    }

    private Utf8JsonWriter Begin()
    {
        _buffer.ResetWrittenCount();
        if (_writer is null)
            _writer = new Utf8JsonWriter(_buffer, JsonOutput.Options);
        else
            _writer.Reset(_buffer);
        _writer.WriteStartObject();
        _writer.WriteString("id", answer.Id);
        _writer.WriteString("object", "chat.completion.chunk");
        _writer.WriteNumber("created", answer.Created);
        _writer.WriteString("model", answer.Request.Model);
        _writer.WriteString("service_tier", answer.Request.ServiceTier);
        _writer.WriteString("system_fingerprint", CompletionWriter.Fingerprint);
        _writer.WriteStartArray("choices");
        return _writer;
    }

    private ReadOnlyMemory<byte> End(Utf8JsonWriter writer)
    {
        writer.WriteEndObject();
        writer.Flush();
        return _buffer.WrittenMemory;
    }
}
