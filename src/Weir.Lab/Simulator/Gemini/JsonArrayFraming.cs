using System.Buffers;
using Weir.Lab.Simulator.Answers;

namespace Weir.Lab.Simulator.Gemini;

/// <summary>Without <c>alt=sse</c> the events are the items of one JSON list.</summary>
internal sealed class JsonArrayFraming : IEventFraming
{
    private bool _begun;

    public void Frame(IBufferWriter<byte> output, string? name, ReadOnlySpan<byte> data)
    {
        output.Write(_begun ? ",\r\n"u8 : "["u8);
        _begun = true;
        output.Write(data);
    }

    public void End(IBufferWriter<byte> output) => output.Write(_begun ? "]\n"u8 : "[]\n"u8);
}
