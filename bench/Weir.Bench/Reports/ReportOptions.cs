namespace Weir.Bench.Reports;

/// <summary>How large a ledger, and what is timed over it.</summary>
internal sealed record ReportOptions
{
    /// <summary>Rows of calls and attempts together.</summary>
    public int Rows { get; init; } = 1_000_000;

    /// <summary>Over how many days up to now the calls came.</summary>
    public int Days { get; init; } = 90;

    /// <summary>Virtual keys, of which each is for one feature and two models.</summary>
    public int Keys { get; init; } = 200;

    /// <summary>Whether calls name no user, session and tags.</summary>
    public bool Plain { get; init; }

    /// <summary>Where the ledger is; one that is there is taken as it is. Null makes one and takes it away again.</summary>
    public string? Data { get; init; }

    /// <summary>A PostgreSQL database that the ledger is in instead, which stays; null for a file.</summary>
    public string? Database { get; init; }

    /// <summary>The program <c>weir</c>, for <see cref="Commands"/>.</summary>
    public string? Weir { get; init; }

    /// <summary>What it is asked, such as <c>costs --by feature --since 30d</c>.</summary>
    public IReadOnlyList<string> Commands { get; init; } = [];

    /// <summary>Whether the recount is timed too, which reads all rows.</summary>
    public bool Check { get; init; }

    /// <summary>How often each report is made; the median counts.</summary>
    public int Rounds { get; init; } = 5;

    public static ReportOptions From(Arguments arguments)
    {
        var usual = new ReportOptions();
        var options = new ReportOptions
        {
            Rows = arguments.Number("rows", usual.Rows),
            Days = arguments.Number("days", usual.Days),
            Keys = arguments.Number("keys", usual.Keys),
            Plain = arguments.Has("plain"),
            Data = arguments.Text("data"),
            Database = arguments.Text("database"),
            Weir = arguments.Text("weir"),
            Commands = arguments.All("command"),
            Check = arguments.Has("check"),
            Rounds = arguments.Number("rounds", usual.Rounds),
        };
        arguments.RefuseOthers();
        if (options is { Database: not null, Commands.Count: > 0 }) throw new ArgumentException("--command reads a file: leave --database out");
        if (options.Commands.Count > 0 && options.Weir is null) throw new ArgumentException("--command needs --weir PATH");
        return options is { Rows: > 0, Days: > 0, Keys: > 0, Rounds: > 0 } ? options : throw new ArgumentException("--rows, --days, --keys and --rounds are 1 or more");
    }
}
