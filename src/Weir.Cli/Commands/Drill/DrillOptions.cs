using System.CommandLine;
using System.CommandLine.Parsing;
using Weir.Gateway.Configuration;
using Weir.Gateway.Configuration.Binding;
using Weir.Lab.Drills.Scenes;
using Weir.Lab.Drills.SixteenFaults;

namespace Weir.Cli.Commands.Drill;

/// <summary>The options of drills that need more than a word.</summary>
internal static class DrillOptions
{
    /// <summary>Where the upstreams listen when another gateway has to be told; free ports would be new ones each time.</summary>
    public const int StandardPort = 9480;

    public static Option<Uri?> Against()
    {
        var against = new Option<Uri?>("--against") { Description = "Play against the gateway at this address. Default: one of the drill's own.", HelpName = "URL" };
        against.CustomParser = result =>
        {
            if (Uri.TryCreate(result.Tokens[0].Value, UriKind.Absolute, out var url) && url.Scheme is "http" or "https") return url;
            result.AddError($"'{Word(result)}' is no address. Give one such as --against http://127.0.0.1:4000.");
            return null;
        };
        return against;
    }

    public static Option<FaultCase?> Only()
    {
        var names = TheSixteen.All.Select(fault => fault.Name).ToList();
        var only = new Option<FaultCase?>("--only") { Description = "Play this fault alone.", HelpName = "NAME" };
        only.CustomParser = result =>
        {
            if (TheSixteen.All.FirstOrDefault(fault => fault.Name == result.Tokens[0].Value) is { } named) return named;
            result.AddError($"there is no fault '{Word(result)}'. {Nearest.Remedy(Word(result), names, $"The faults are: {string.Join(", ", names)}.")}");
            return null;
        };
        return only;
    }

    public static Option<int?> Port() => Whole(
        "--port", $"Port of the primary upstream; the fallback has the next one. 0 takes free ones. Default: 0, with --against {StandardPort}.", 0, 65_534);

    public static Option<int?> Users(Scene scene) => Whole("--users", $"How many users ask. Default: {scene.Users}.", 1, 100_000);

    public static Option<int?> Seed() => Whole("--seed", "Arrivals and faults follow from it. Default: a new one each time, which is printed.", int.MinValue, int.MaxValue);

    public static Option<TimeSpan?> Duration(Scene scene)
    {
        var duration = new Option<TimeSpan?>("--duration") { Description = $"How long they ask, such as 30s or 10m. Default: {scene.Duration.TotalSeconds:0}s.", HelpName = "TIME" };
        duration.CustomParser = result =>
        {
            if (Quantity.TryDuration(result.Tokens[0].Value, out var time) && time.TotalSeconds >= 1 && time.TotalDays <= 1) return time;
            result.AddError($"'{Word(result)}' does not fit --duration. Give a time from 1s to 24h.");
            return null;
        };
        return duration;
    }

    /// <summary>A whole number within bounds, or null.</summary>
    private static Option<int?> Whole(string name, string description, int least, int most)
    {
        var option = new Option<int?>(name) { Description = description, HelpName = "NUMBER" };
        option.CustomParser = result =>
        {
            if (Quantity.TryInteger(result.Tokens[0].Value, out var number) && number >= least && number <= most) return number;
            result.AddError($"'{Word(result)}' does not fit {name}. Give a whole number from {least} to {most}.");
            return null;
        };
        return option;
    }

    private static string Word(ArgumentResult result) => Shown.Short(result.Tokens[0].Value);
}
