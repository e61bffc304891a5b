using System.Buffers;

namespace Weir.Gateway.Telemetry.Prometheus;

/// <summary>Adds up what is recorded.</summary>
internal sealed class SumSeries(byte[] labels) : Series(labels)
{
    private double _sum;

    public override void Record(double value) => Add(ref _sum, value);

    public override void Write(IBufferWriter<byte> to, ReadOnlySpan<byte> name) => WriteSample(to, name, Volatile.Read(ref _sum));
}
