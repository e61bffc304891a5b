using System.Buffers;

namespace Weir.Gateway.Telemetry.Prometheus;

/// <summary>
/// Counts values by bucket. The count that is written is the sum of the buckets that are written, so the two always agree;
/// the sum may lag behind by the values that are being recorded at that moment.
/// </summary>
internal sealed class HistogramSeries(byte[] labels, HistogramBuckets buckets) : Series(labels)
{
    private readonly long[] _counts = new long[buckets.Labels.Length];
    private double _sum;

    public override void Record(double value)
    {
        if (double.IsNaN(value)) return;
        Interlocked.Increment(ref _counts[buckets.IndexOf(value)]);
        Add(ref _sum, value);
    }

    public override void Write(IBufferWriter<byte> to, ReadOnlySpan<byte> name)
    {
        var count = 0L;
        for (var i = 0; i < _counts.Length; i++)
        {
            count += Volatile.Read(ref _counts[i]);
            WriteSample(to, name, count, "_bucket"u8, buckets.Labels[i]);
        }

        WriteSample(to, name, Volatile.Read(ref _sum), "_sum"u8);
        WriteSample(to, name, count, "_count"u8);
    }
}
