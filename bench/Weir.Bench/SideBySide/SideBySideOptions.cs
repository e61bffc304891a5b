namespace Weir.Bench.SideBySide;

/// <summary>What to measure, and for how long.</summary>
internal sealed record SideBySideOptions
{
    private static readonly string[] AllSections = ["small", "even", "large", "paced", "stream", "busy", "translated", "thousand", "start"];

    public required string Nginx { get; init; }

    public required string? Weir { get; init; }

    public required IReadOnlyDictionary<string, string> WeirEnvironment { get; init; }

    public required bool Bare { get; init; }

    public required int Rounds { get; init; }

    public required int Seconds { get; init; }

    public required int Starts { get; init; }

    public required int Streams { get; init; }

    public required int WarmSeconds { get; init; }

    public required IReadOnlySet<string> Sections { get; init; }

    public required string? Out { get; init; }

    public static SideBySideOptions From(Arguments args)
    {
        var options = new SideBySideOptions
        {
            Nginx = args.Text("nginx", "/usr/sbin/nginx"),
            Weir = args.Text("weir"),
            WeirEnvironment = args.All("weir-env").Select(static pair => pair.Split('=', 2)).ToDictionary(static pair => pair[0], static pair => pair[^1]),
            Bare = args.Has("bare"),
            Rounds = args.Number("rounds", 3),
            Seconds = args.Number("seconds", 5),
            Starts = args.Number("starts", 10),
            Streams = args.Number("streams", 1000),
            WarmSeconds = args.Number("warm-seconds", 40),
            Sections = (args.Text("sections")?.Split(',') ?? AllSections).ToHashSet(),
            Out = args.Text("out"),
        };
        args.RefuseOthers();
        options.Check();
        return options;
    }

    private void Check()
    {
        var unknown = Sections.Except(AllSections).ToArray();
        if (unknown.Length > 0) throw new ArgumentException($"no section '{unknown[0]}'; there are {string.Join(", ", AllSections)}");
        if (!File.Exists(Nginx))
            throw new BenchException($"nginx is the yardstick and is not at {Nginx}. Install it (Debian, Ubuntu: apt-get install nginx-light) or name it with --nginx PATH.");
        if (Weir is not null && !File.Exists(Weir)) throw new BenchException($"no program at {Weir}; build Weir first and give --weir the path of what was built");
    }
}
