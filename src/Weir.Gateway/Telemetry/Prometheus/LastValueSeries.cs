using System.Buffers;

namespace Weir.Gateway.Telemetry.Prometheus;

/// <summary>Keeps what was recorded last: gauges, and counters that are read rather than counted.</summary>
internal sealed class LastValueSeries(byte[] labels) : Series(labels)
{
    private double _value;

    public override void Record(double value) => Volatile.Write(ref _value, value);

    public override void Write(IBufferWriter<byte> to, ReadOnlySpan<byte> name) => WriteSample(to, name, Volatile.Read(ref _value));
}
