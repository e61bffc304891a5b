namespace Weir.Bench.Load;

/// <summary>What a load came to. Latencies are in milliseconds; with a rate they count from when the call was due.</summary>
internal sealed record LoadResult(long Calls, long Errors, double Seconds, Samples Latency)
{
    public double CallsPerSecond => Calls / Seconds;

    public override string ToString() =>
        $"{Calls} calls, {Errors} errors, {CallsPerSecond:F0} calls/s, latency ms: p50 {Latency.Percentile(50):F3}, "
        + $"p90 {Latency.Percentile(90):F3}, p99 {Latency.Percentile(99):F3}, max {Latency.Percentile(100):F3}";
}
