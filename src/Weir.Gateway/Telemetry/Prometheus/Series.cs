using System.Buffers;

namespace Weir.Gateway.Telemetry.Prometheus;

/// <summary>The values of one set of labels. Recording takes no lock; each implementation says what a scrape may see of it.</summary>
/// <param name="labels">As they stand between the braces.</param>
internal abstract class Series(byte[] labels)
{
    /// <summary>As they stand between the braces.</summary>
    protected byte[] Labels { get; } = labels;

    public abstract void Record(double value);

    /// <summary>Writes the lines of this series.</summary>
    /// <param name="to">Where to.</param>
    /// <param name="name">The metric's name.</param>
    public abstract void Write(IBufferWriter<byte> to, ReadOnlySpan<byte> name);

    /// <summary>Adds to a figure that other threads add to.</summary>
    protected static void Add(ref double figure, double amount)
    {
        var seen = Volatile.Read(ref figure);
        while (true)
        {
            var before = Interlocked.CompareExchange(ref figure, seen + amount, seen);

            // Compared by bits: NaN differs from itself and would keep this spinning.
            if (BitConverter.DoubleToInt64Bits(before) == BitConverter.DoubleToInt64Bits(seen)) return;
            seen = before;
        }
    }

    /// <summary>Writes one sample.</summary>
    protected void WriteSample(
        IBufferWriter<byte> to, ReadOnlySpan<byte> name, double value, ReadOnlySpan<byte> suffix = default, ReadOnlySpan<byte> last = default)
    {
        to.Write(name);
        to.Write(suffix);
        if (Labels.Length > 0 || last.Length > 0)
        {
            to.Write("{"u8);
            to.Write(Labels);
            if (Labels.Length > 0 && last.Length > 0) to.Write(","u8);
            to.Write(last);
            to.Write("}"u8);
        }

        to.Write(" "u8);
        PrometheusText.WriteNumber(to, value);
        to.Write("\n"u8);
    }
}
