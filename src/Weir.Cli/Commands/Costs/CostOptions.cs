using System.CommandLine;
using Weir.Gateway.Costs;

namespace Weir.Cli.Commands.Costs;

/// <summary>The options that say which costs are meant.</summary>
internal sealed class CostOptions
{
    private const string UsualTime = "7d";

    public Option<string> Since { get; } = new("--since")
    {
        Description = "Calls from this time on: how long ago, such as 12h or 7d (whole days begin at midnight), or a date.",
        HelpName = "TIME",
        DefaultValueFactory = _ => UsualTime,
    };

    public Option<string?> Until { get; } = new("--until") { Description = "Calls before this time. Default: until now.", HelpName = "TIME" };

    public Option<string[]> Where { get; } = new("--where")
    {
        Description = "Only these costs, such as tenant=acme; repeat for more. Two values of one dimension: either.",
        HelpName = "NAME=VALUE",
        DefaultValueFactory = _ => [],
    };

    public Option<string?> Zone { get; } = new("--time-zone") { Description = "Whose days, weeks and months, such as Europe/Berlin. Default: UTC.", HelpName = "ZONE" };

    /// <summary>Adds all of them to a verb.</summary>
    public void AddTo(Command verb)
    {
        foreach (var option in (Option[])[Since, Until, Where, Zone]) verb.Options.Add(option);
    }

    /// <summary>What they ask for.</summary>
    /// <exception cref="CostQueryException">They make no sense.</exception>
    public CostQuery Query(ParseResult parsed, string? by, TimeProvider time)
    {
        var (zone, now) = (CostQueryText.Zone(parsed.GetValue(Zone)), time.GetUtcNow());
        var query = new CostQuery
        {
            By = CostQueryText.By(by),
            Where = CostQueryText.Where(parsed.GetValue(Where)!),
            Since = CostQueryText.Time(parsed.GetValue(Since)!, zone, now),
            Until = parsed.GetValue(Until) is { } until ? CostQueryText.Time(until, zone, now) : null,
            Zone = zone,
        };
        if (query.Until <= query.Since) throw new CostQueryException("the time until which is not after the time since which.", "Give an earlier --since, or a later --until.");
        return query;
    }
}
