namespace Weir.Bench.Load;

/// <summary>
/// What the streams came to. Delays are in milliseconds, from the upstream's sending of an event to its arrival here. A stream
/// is broken when it did not arrive whole: other events than asked for, or no end.
/// </summary>
internal sealed record StreamsResult(int Streams, int Broken, long Events, long Bytes, double Seconds, Samples Delay, Samples FirstEvent)
{
    public double EventsPerSecond => Events / Seconds;

    public override string ToString() =>
        $"{Streams} streams, {Broken} broken, {Events} events, {EventsPerSecond:F0} events/s, {Bytes} bytes, "
        + $"delay ms: p50 {Delay.Percentile(50):F3}, p99 {Delay.Percentile(99):F3}, max {Delay.Percentile(100):F3}, "
        + $"first event ms: p50 {FirstEvent.Percentile(50):F3}, p99 {FirstEvent.Percentile(99):F3}";
}
