namespace Weir.Bench.SideBySide;

/// <summary>One round of one section for one contender; not a number where there is nothing to measure.</summary>
/// <param name="Rate">Calls or events per second.</param>
/// <param name="CpuMicros">Processor time of the proxy per call or event.</param>
/// <param name="P50">Milliseconds.</param>
/// <param name="P99">Milliseconds.</param>
/// <param name="Bad">Calls that failed, streams that broke.</param>
internal readonly record struct Figures(double Rate, double CpuMicros, double P50, double P99, double Bad)
{
    /// <summary>Largest resident set seen, MiB.</summary>
    public double Resident { get; init; } = double.NaN;

    /// <summary>The kernel's high-water mark of the resident set, MiB.</summary>
    public double Peak { get; init; } = double.NaN;

    /// <summary>Milliseconds from opening a stream to its first event, 99th percentile; only of streams.</summary>
    public double FirstP99 { get; init; } = double.NaN;

    /// <summary>Percent of the proxy's processor that others took: above a few, the machine was not ours and the figures are blurred.</summary>
    public double Strangers { get; init; } = double.NaN;

    /// <inheritdoc/>
    public override string ToString() => $"{Rate:F0}/s, CPU {CpuMicros:F1} µs, p50 {P50:F3} ms, p99 {P99:F3} ms, RSS {Resident:F1} MiB, {Bad} bad, strangers {Strangers:F0} %";
}
