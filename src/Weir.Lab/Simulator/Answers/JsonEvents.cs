using System.Buffers;
using System.Text.Json;

namespace Weir.Lab.Simulator.Answers;

/// <summary>Writes the JSON of one event after the other into a buffer that is used again.</summary>
internal sealed class JsonEvents(EventWriter output) : IDisposable
{
    private readonly ArrayBufferWriter<byte> _buffer = new(512);
    private Utf8JsonWriter? _writer;

    /// <summary>Sends an object with these members.</summary>
    public ValueTask SendAsync(string? name, Action<Utf8JsonWriter> members, bool flush = false)
    {
        _buffer.ResetWrittenCount();
        if (_writer is null)
            _writer = new Utf8JsonWriter(_buffer, JsonOutput.Options);
        else
            _writer.Reset(_buffer);
        _writer.WriteStartObject();
        members(_writer);
        _writer.WriteEndObject();
        _writer.Flush();
        return output.WriteAsync(_buffer.WrittenMemory, flush, name);
    }

    public void Dispose() => _writer?.Dispose();
}
