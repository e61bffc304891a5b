using Weir.Bench.Net;

namespace Weir.Bench.SideBySide;

/// <summary>Processor time from now on: the proxy's, and what others take on its processor.</summary>
/// <param name="runner">The proxy; without a process there is nothing to measure.</param>
internal sealed class Usage(Runner runner)
{
    private const double TicksPerSecond = 100;
    private readonly double _proxy = runner.CpuSeconds;
    private readonly double _busy = Busy();
    private readonly long _start = Clock.Now;

    /// <summary>The proxy's, in seconds.</summary>
    public double Proxy() => runner.CpuSeconds - _proxy;

    /// <summary>What others took of the proxy's processor, in percent.</summary>
    public double Strangers() =>
        Affinity.IsPossible ? Math.Max(0, Busy() - _busy - Proxy()) * 100 / ((Clock.Now - _start) / 1e9) : double.NaN;

    // Processor 0: user, nice, system, idle, waiting, interrupts, soft interrupts, stolen.
    private static double Busy()
    {
        var fields = File.ReadLines("/proc/stat").First(static line => line.StartsWith("cpu0 ", StringComparison.Ordinal)).Split(' ');
        return new[] { 1, 2, 3, 6, 7, 8 }.Sum(index => double.Parse(fields[index])) / TicksPerSecond;
    }
}
