using Weir.Bench.Load;
using Weir.Bench.Net;

namespace Weir.Bench.SideBySide;

/// <summary>The things that are done to each contender in turn.</summary>
internal static class Measurements
{
    /// <summary>Calls, as fast as they are answered or at a rate.</summary>
    public static Figures Calls(Runner runner, LoadOptions options)
    {
        var usage = new Usage(runner);
        var result = LoadRun.Run(options with { Url = runner.Url, Key = runner.Contender.Key });
        var cpu = usage.Proxy() * 1e6 / result.Calls;
        return new Figures(result.CallsPerSecond, cpu, result.Latency.Percentile(50), result.Latency.Percentile(99), result.Errors)
        {
            Strangers = usage.Strangers(),
        };
    }

    /// <summary>Streams; what they take of memory is watched while they are open.</summary>
    public static Figures Streams(Runner runner, StreamsOptions options)
    {
        if (runner.IsProxy) ProcessTree.ForgetPeak(runner.Pid);
        var resident = 0.0;
        var usage = new Usage(runner);
        using var watch = new Timer(
            _ => resident = Math.Max(resident, runner.IsProxy ? ProcessTree.MemoryMebibytes(runner.Pid, "VmRSS") : double.NaN), null, 500, 500);
        var result = StreamsRun.Run(options with { Url = runner.Url, Key = runner.Contender.Key });
        var cpu = usage.Proxy() * 1e6 / result.Events;
        return new Figures(result.EventsPerSecond, cpu, result.Delay.Percentile(50), result.Delay.Percentile(99), result.Broken)
        {
            Strangers = usage.Strangers(),
            FirstP99 = result.FirstEvent.Percentile(99),
            Resident = resident,
            Peak = runner.IsProxy ? ProcessTree.MemoryMebibytes(runner.Pid, "VmHWM") : double.NaN,
        };
    }

    /// <summary>A start from nothing, to the first answer.</summary>
    public static Figures Start(Contender contender, int upstreamPort)
    {
        using var runner = Runner.Start(contender, upstreamPort);
        return new Figures(double.NaN, double.NaN, runner.StartMilliseconds, runner.StartMilliseconds, 0);
    }

    /// <summary>Long enough for the .NET runtime to have compiled what matters for good.</summary>
    public static void WarmUp(Runner runner, int seconds)
    {
        var end = Clock.Now + (seconds * Clock.Second);
        while (Clock.Now < end)
        {
            LoadRun.Run(new LoadOptions(runner.Url, runner.Contender.Key) { Seconds = 1 });
            StreamsRun.Run(new StreamsOptions(runner.Url, runner.Contender.Key) { Count = 64, Events = 200, GapMilliseconds = 2, RampMilliseconds = 10 });
        }
    }
}
