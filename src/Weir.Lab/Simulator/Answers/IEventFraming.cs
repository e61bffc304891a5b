using System.Buffers;

namespace Weir.Lab.Simulator.Answers;

/// <summary>Puts the JSON of an event into the form in which it travels.</summary>
internal interface IEventFraming
{
    void Frame(IBufferWriter<byte> output, string? name, ReadOnlySpan<byte> data);

    /// <summary>What comes after the last event.</summary>
    void End(IBufferWriter<byte> output)
    {
    }
}
