using System.Diagnostics.Metrics;
using System.IO.Pipelines;
using Tag = System.Collections.Generic.KeyValuePair<string, object?>;

namespace Weir.Gateway.Telemetry.Prometheus;

/// <summary>
/// Adds up what one meter and the .NET runtime's meter measure, and writes it in Prometheus' text format 0.0.4.
/// Everything the runtime reports comes with it: allocation, heap, pauses, thread pool.
/// </summary>
internal sealed class PrometheusExposition : IDisposable
{
    /// <summary>Media type of what <see cref="WriteAsync"/> writes.</summary>
    public const string ContentType = "text/plain; version=0.0.4; charset=utf-8";

    /// <summary>
    /// Sets of labels that one metric may have. All labels come from the configuration, so only a very large one gets here;
    /// the rest is then counted under <c>otel_metric_overflow="true"</c>.
    /// </summary>
    public const int DefaultSeriesLimit = 2000;

    private const string RuntimeMeter = "System.Runtime";
    private readonly MeterListener _listener = new();
    private readonly SortedDictionary<string, MetricFamily> _families = new(StringComparer.Ordinal);
    private readonly Lock _scraping = new();
    private readonly int _seriesLimit;

    public PrometheusExposition(Meter meter, int seriesLimit = DefaultSeriesLimit)
    {
        _seriesLimit = seriesLimit;
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            if (ReferenceEquals(instrument.Meter, meter) || instrument.Meter.Name == RuntimeMeter)
                listener.EnableMeasurementEvents(instrument, FamilyOf(instrument));
        };
        _listener.SetMeasurementEventCallback<long>(static (_, value, tags, family) => Record(family, value, tags));
        _listener.SetMeasurementEventCallback<int>(static (_, value, tags, family) => Record(family, value, tags));
        _listener.SetMeasurementEventCallback<double>(static (_, value, tags, family) => Record(family, value, tags));
        _listener.Start();
    }

    /// <summary>Polls what is polled and writes all metrics, sorted by name.</summary>
    /// <remarks>
    /// Written under the lock and flushed after it, so that a slow reader holds up nobody. The series limit bounds what is
    /// held in memory meanwhile.
    /// </remarks>
    public async ValueTask WriteAsync(PipeWriter to, CancellationToken cancellationToken)
    {
        lock (_scraping)
        {
            var families = Families();
            foreach (var family in families) family.Forget();
            _listener.RecordObservableInstruments();
            foreach (var family in families) family.Write(to);
        }

        await to.FlushAsync(cancellationToken);
    }

    /// <inheritdoc/>
    public void Dispose() => _listener.Dispose();

    private static void Record(object? family, double value, ReadOnlySpan<Tag> tags) => ((MetricFamily)family!).Record(value, tags);

    private MetricFamily[] Families()
    {
        lock (_families) return [.. _families.Values];
    }

    // Two instruments with one name share a family: a name that appears twice would fail the whole scrape.
    private MetricFamily FamilyOf(Instrument instrument)
    {
        var family = new MetricFamily(instrument, _seriesLimit);
        lock (_families) return _families.TryAdd(family.Name, family) ? family : _families[family.Name];
    }
}
