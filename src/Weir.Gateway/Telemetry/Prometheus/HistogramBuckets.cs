using System.Buffers;
using System.Text;

namespace Weir.Gateway.Telemetry.Prometheus;

/// <summary>The bounds of a histogram, and their labels ready to write.</summary>
internal sealed class HistogramBuckets
{
    private readonly double[] _bounds;

    public HistogramBuckets(IEnumerable<double> bounds)
    {
        _bounds = [.. bounds];
        Labels = [.. _bounds.Append(double.PositiveInfinity).Select(Label)];
    }

    /// <summary>One <c>le</c> label for each bucket; the last is <c>+Inf</c>.</summary>
    public byte[][] Labels { get; }

    /// <summary>The first bucket that is not below the value.</summary>
    public int IndexOf(double value)
    {
        var index = 0;
        while (index < _bounds.Length && value > _bounds[index]) index++;
        return index;
    }

    private static byte[] Label(double bound)
    {
        var text = new ArrayBufferWriter<byte>();
        PrometheusText.WriteNumber(text, bound);
        return Encoding.UTF8.GetBytes($"le=\"{Encoding.UTF8.GetString(text.WrittenSpan)}\"");
    }
}
