using System.Net;
using Weir.Bench.Load;
using Weir.Bench.Net;

namespace Weir.Bench.SideBySide;

/// <summary>Measures proxies in turns against the same upstream and writes the tables.</summary>
internal sealed class SideBySideCommand
{
    private static readonly Uri Anywhere = new("http://127.0.0.1/v1");
    private readonly SideBySideOptions _options;
    private readonly int _upstreamPort = Address.FreePort();
    private readonly Report _report = new();
    private readonly List<Contender> _contenders;

    private SideBySideCommand(SideBySideOptions options)
    {
        _options = options;
        var contenders = new Contenders(_upstreamPort);
        _contenders = [Contenders.Direct, contenders.NginxAt(options.Nginx)];
        if (options.Weir is not null) _contenders.Add(contenders.WeirAt(Path.GetFullPath(options.Weir), options.WeirEnvironment));
        if (options.Bare) _contenders.AddRange([contenders.BareRelay(inline: false), contenders.BareRelay(inline: true)]);
    }

    public static Task<int> RunAsync(Arguments args)
    {
        var options = SideBySideOptions.From(args);
        if (options.Weir is null) Console.WriteLine("no --weir PATH: measuring without Weir");
        if (!Affinity.IsPossible) Console.WriteLine("needs two processors and taskset to keep proxy and load apart: measuring without, ratios will be blurred");
        Affinity.MoveSelfTo(1);
        new SideBySideCommand(options).Run();
        return Task.FromResult(0);
    }

    /// <summary>Milliseconds between two events where a request cannot say.</summary>
    private const int TranslatedGap = 5;

    private void Run()
    {
        var directory = Directory.CreateTempSubdirectory("weir-bench-").FullName;
        try
        {
            var listen = new IPEndPoint(IPAddress.Loopback, _upstreamPort).ToString();
            using var upstream = new Child(directory, Affinity.OnProcessor(1, Environment.ProcessPath!, "upstream", "--listen", listen, "--gap-ms", $"{TranslatedGap}"));
            if (Probe.UntilAnswered(new Uri($"http://{listen}/v1"), null, upstream) is { } trouble)
                throw new BenchException($"the upstream does not answer: {trouble}\n{upstream.LogTail()}");
            MeasureAll();
        }
        finally
        {
            Directory.Delete(directory, recursive: true);
        }

        Write();
    }

    private void MeasureAll()
    {
        var runners = new List<Runner>();
        try
        {
            foreach (var contender in _contenders) runners.Add(Runner.Start(contender, _upstreamPort));
            foreach (var runner in runners) Measurements.WarmUp(runner, _options.WarmSeconds);
            Measure(runners);
        }
        finally
        {
            foreach (var runner in runners) runner.Dispose();
        }
    }

    private void Measure(List<Runner> runners)
    {
        var load = new LoadOptions(Anywhere, null) { Seconds = _options.Seconds };
        if (Asked("small")) Calls("1 KB calls as fast as they go, 64 connections", runners, load, limit: 2.5);
        if (Asked("even")) Calls("1 KB calls at 5,000 calls/s", runners, load with { Rate = 5000 }, limit: 2.5);
        if (Asked("large")) Calls("32 KB calls as fast as they go, 64 connections", runners, load with { BodyBytes = 32 * 1024, AnswerBytes = 32 * 1024 });
        if (Asked("paced")) Calls("1 KB calls at 300 calls/s", runners, load with { Rate = 300 });
        if (Asked("stream")) Streamed(runners, 64, limit: 1.5);
        if (Asked("busy")) Streamed(runners, 192);
        if (Asked("translated")) Translated(runners.Single(static runner => runner.Contender.Name == Contenders.Weir));
        if (Asked("thousand")) ManyStreams(runners);
        if (Asked("start")) Starts();
    }

    private bool Asked(string section) => _options.Sections.Contains(section);

    private void Calls(string title, List<Runner> runners, LoadOptions load, double? limit = null)
    {
        var rounds = Rounds.Run(title, _options.Rounds, runners, runner => Measurements.Calls(runner, load));
        _report.Table(
            title, rounds,
            ("calls/s", name => rounds.Median(name, static figures => figures.Rate)),
            ("CPU µs/call", name => rounds.Median(name, static figures => figures.CpuMicros)),
            ("ratio to nginx", name => CpuRatio(rounds, name)),
            ("p50 ms", name => rounds.Median(name, static figures => figures.P50)),
            ("p99 ms", name => rounds.Median(name, static figures => figures.P99)),
            ("errors", name => rounds.Sum(name, static figures => figures.Bad)),
            Strangers(rounds));
        if (limit is { } most && rounds.Has(Contenders.Weir)) _report.Limit($"CPU per call, to nginx's: {title}", CpuRatio(rounds, Contenders.Weir), most, "×");
    }

    // How much an event costs depends on how many come at a time: an idle proxy is woken for each, a busy one takes several.
    private void Streamed(List<Runner> runners, int count, double? limit = null)
    {
        var streams = new StreamsOptions(Anywhere, null) { Count = count, Events = _options.Seconds * 200, GapMilliseconds = 5, RampMilliseconds = 100 };
        var rounds = Rounds.Run($"{count} streams", _options.Rounds, runners, runner => Measurements.Streams(runner, streams));
        _report.Table(
            $"Streamed events, {count} streams, one event every 5 ms in each", rounds,
            ("events/s", name => rounds.Median(name, static figures => figures.Rate)),
            ("CPU µs/event", name => rounds.Median(name, static figures => figures.CpuMicros)),
            ("ratio to nginx", name => CpuRatio(rounds, name)),
            ("delay p50 ms", name => rounds.Median(name, static figures => figures.P50)),
            ("delay p99 ms", name => rounds.Median(name, static figures => figures.P99)),
            ("broken streams", name => rounds.Sum(name, static figures => figures.Bad)),
            Strangers(rounds));
        if (limit is { } most && rounds.Has(Contenders.Weir)) _report.Limit("CPU per streamed event, to nginx's", CpuRatio(rounds, Contenders.Weir), most, "×");
    }

    /// <summary>The same streams from the same upstream, once as they are and once told in Anthropic's dialect.</summary>
    private void Translated(Runner weir)
    {
        const string Relayed = "weir, relayed";
        const string Told = "weir, translated";
        var streams = new StreamsOptions(Anywhere, null) { Count = 64, Events = _options.Seconds * 200, GapMilliseconds = TranslatedGap, RampMilliseconds = 1000 };
        Measurements.Streams(weir, streams with { Translated = true });
        var rounds = new Rounds();
        for (var round = 1; round <= _options.Rounds; round++)
        {
            rounds.Add(Relayed, Measurements.Streams(weir, streams));
            rounds.Add(Told, Measurements.Streams(weir, streams with { Translated = true }));
        }

        _report.Table(
            $"Translated events, 64 streams, one event every {TranslatedGap} ms in each", rounds,
            ("events/s", name => rounds.Median(name, static figures => figures.Rate)),
            ("CPU µs/event", name => rounds.Median(name, static figures => figures.CpuMicros)),
            ("ratio to relayed", name => rounds.Ratio(name, Relayed, static figures => figures.CpuMicros)),
            ("first event p99 ms", name => rounds.Median(name, static figures => figures.FirstP99)),
            ("delay p50 ms", name => rounds.Median(name, static figures => figures.P50)),
            ("delay p99 ms", name => rounds.Median(name, static figures => figures.P99)),
            ("broken streams", name => rounds.Sum(name, static figures => figures.Bad)),
            Strangers(rounds));
        _report.Limit("CPU per translated event, to a relayed one's", rounds.Ratio(Told, Relayed, static figures => figures.CpuMicros), 3, "×");
        _report.Limit("delay that translation adds to the first event, p99", rounds.Difference(Told, Relayed, static figures => figures.FirstP99), 1, " ms");
    }

    private void ManyStreams(List<Runner> runners)
    {
        var streams = new StreamsOptions(Anywhere, null) { Count = _options.Streams, RampMilliseconds = 2 * _options.Streams };
        var rounds = Rounds.Run("many streams", _options.Rounds, runners, runner => Measurements.Streams(runner, streams));
        _report.Table(
            $"{_options.Streams} streams at once, one event every 50 ms in each", rounds,
            ("events/s", name => rounds.Median(name, static figures => figures.Rate)),
            ("RSS MiB", name => rounds.Median(name, static figures => figures.Resident)),
            ("peak RSS MiB", name => rounds.Median(name, static figures => figures.Peak)),
            ("CPU µs/event", name => rounds.Median(name, static figures => figures.CpuMicros)),
            ("delay p50 ms", name => rounds.Median(name, static figures => figures.P50)),
            ("delay p99 ms", name => rounds.Median(name, static figures => figures.P99)),
            ("added p50 ms", name => rounds.Difference(name, Contenders.Direct.Name, static figures => figures.P50)),
            ("added p99 ms", name => rounds.Difference(name, Contenders.Direct.Name, static figures => figures.P99)),
            ("broken streams", name => rounds.Sum(name, static figures => figures.Bad)),
            Strangers(rounds));
        if (!rounds.Has(Contenders.Weir)) return;
        _report.Limit($"peak RSS with {_options.Streams} streams", rounds.Median(Contenders.Weir, static figures => figures.Peak), 150, " MiB");
        _report.Limit("delay added to an event, p99", rounds.Difference(Contenders.Weir, Contenders.Direct.Name, static figures => figures.P99), 10, " ms");
    }

    private void Starts()
    {
        var rounds = new Rounds();
        foreach (var _ in Enumerable.Range(0, _options.Starts))
        {
            foreach (var contender in _contenders.Where(static contender => contender.Command is not null))
                rounds.Add(contender.Name, Measurements.Start(contender, _upstreamPort));
        }

        _report.Table(
            $"Process start to first answered call, {_options.Starts} starts", rounds,
            ("median ms", name => rounds.Median(name, static figures => figures.P50)),
            ("worst ms", name => rounds.Largest(name, static figures => figures.P50)));
        if (rounds.Has(Contenders.Weir)) _report.Limit("start to first answer", rounds.Median(Contenders.Weir, static figures => figures.P50), 500, " ms");
    }

    private static (string Heading, Func<string, double> Value) Strangers(Rounds rounds) =>
        ("strangers %", name => rounds.Median(name, static figures => figures.Strangers));

    private static double CpuRatio(Rounds rounds, string name) => rounds.Ratio(name, Contenders.Nginx, static figures => figures.CpuMicros);

    private void Write()
    {
        var pinning = Affinity.IsPossible ? "proxy on processor 0, upstream and load on processor 1" : "nothing pinned";
        var text = $"""
            # Side by side

            * Machine: {Machine.Describe(_options.Nginx)}; {pinning}.
            * Command: `dotnet run -c Release --project bench/Weir.Bench -- {string.Join(' ', Environment.GetCommandLineArgs()[1..])}`
            * Medians of {_options.Rounds} interleaved rounds; a ratio is the median of the rounds' ratios.
            {_report}
            """;
        Console.WriteLine();
        Console.WriteLine(text);
        if (_options.Out is null) return;
        Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(_options.Out))!);
        File.WriteAllText(_options.Out, text);
    }
}
