using System.Buffers;
using System.Diagnostics.Metrics;
using System.Text;
using Tag = System.Collections.Generic.KeyValuePair<string, object?>;

namespace Weir.Gateway.Telemetry.Prometheus;

/// <summary>One metric: its HELP and TYPE, and its series.</summary>
internal sealed class MetricFamily
{
    private readonly byte[] _name;
    private readonly byte[] _header;
    private readonly bool _polled;
    private readonly int _seriesLimit;
    private readonly Func<byte[], Series> _create;
    private SeriesTable _series;

    public MetricFamily(Instrument instrument, int seriesLimit)
    {
        var type = PrometheusName.TypeOf(instrument);
        Name = PrometheusName.OfMetric(instrument.Name, instrument.Unit, type);
        _name = Encoding.UTF8.GetBytes(Name);
        _header = Header(Name, type, instrument.Description ?? "");
        _polled = instrument.IsObservable;
        _seriesLimit = seriesLimit;
        _create = SeriesOf(instrument, type);
        _series = new SeriesTable(seriesLimit, _create);
    }

    /// <summary>As Prometheus knows it.</summary>
    public string Name { get; }

    public void Record(double value, ReadOnlySpan<Tag> tags) => Volatile.Read(ref _series).Get(tags).Record(value);

    /// <summary>Before a poll: what it does not report again is gone.</summary>
    public void Forget()
    {
        if (_polled) Volatile.Write(ref _series, new SeriesTable(_seriesLimit, _create));
    }

    public void Write(IBufferWriter<byte> to)
    {
        to.Write(_header);
        foreach (var series in Volatile.Read(ref _series).Snapshot()) series.Write(to, _name);
    }

    private static Func<byte[], Series> SeriesOf(Instrument instrument, string type)
    {
        if (type == "histogram")
        {
            var buckets = new HistogramBuckets(Bounds(instrument));
            return labels => new HistogramSeries(labels, buckets);
        }

        // An up-down counter is a gauge to Prometheus but is recorded as differences.
        var summed = !instrument.IsObservable && instrument.GetType().GetGenericTypeDefinition() != typeof(Gauge<>);
        return summed ? static labels => new SumSeries(labels) : static labels => new LastValueSeries(labels);
    }

    private static IEnumerable<double> Bounds(Instrument instrument) => instrument switch
    {
        Histogram<double> histogram => histogram.Advice?.HistogramBucketBoundaries ?? [],
        Histogram<long> histogram => histogram.Advice?.HistogramBucketBoundaries?.Select(static bound => (double)bound) ?? [],
        Histogram<int> histogram => histogram.Advice?.HistogramBucketBoundaries?.Select(static bound => (double)bound) ?? [],
        _ => [],
    };

    private static byte[] Header(string name, string type, string help)
    {
        var text = new ArrayBufferWriter<byte>();
        text.Write(Encoding.UTF8.GetBytes($"# HELP {name} "));
        PrometheusText.WriteHelp(text, help);
        text.Write(Encoding.UTF8.GetBytes($"\n# TYPE {name} {type}\n"));
        return text.WrittenSpan.ToArray();
    }
}
