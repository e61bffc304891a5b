using System.CommandLine;
using System.CommandLine.Parsing;
using Weir.Gateway.Configuration;
using Weir.Gateway.Configuration.Binding;
using Weir.Gateway.Ledger;

namespace Weir.Cli.Commands.Ledger;

/// <summary>The options of <c>weir ledger tail</c> that need more than a word.</summary>
internal static class TailOptions
{
    /// <param name="what">What is printed.</param>
    public static Option<int> Count(string what = "calls")
    {
        var count = new Option<int>("-n", "--count") { Description = $"How many of the newest {what} to print.", HelpName = "NUMBER", DefaultValueFactory = _ => 20 };
        count.CustomParser = result =>
        {
            if (Quantity.TryInteger(Word(result), out var number) && number >= 0) return number;
            result.AddError($"'{Word(result)}' is no number of {what}. Give one such as -n 20.");
            return 0;
        };
        return count;
    }

    public static Option<Outcome?> Outcome()
    {
        var outcome = new Option<Outcome?>("--outcome") { Description = "Only calls that ended so: " + string.Join(", ", Names()) + ".", HelpName = "OUTCOME" };
        outcome.CustomParser = result =>
        {
            if (OutcomeNames.TryParse(Word(result), out Outcome named)) return named;
            result.AddError($"there is no outcome '{Word(result)}'. {Nearest.Remedy(Word(result), Names(), $"The outcomes are: {string.Join(", ", Names())}.")}");
            return null;
        };
        return outcome;
    }

    /// <param name="what">What is printed, and what became of it.</param>
    public static Option<TimeSpan?> Since(string what = "calls that came")
    {
        var since = new Option<TimeSpan?>("--since") { Description = $"Only {what} within this time, such as 90s, 1h or 7d.", HelpName = "TIME" };
        since.CustomParser = result =>
        {
            // A century is more than any ledger, and still a date.
            if (Quantity.TryDuration(Word(result), out var time) && time.TotalDays < 36_525) return time;
            result.AddError($"'{Word(result)}' is no length of time. Give one such as 90s, 1h or 7d.");
            return null;
        };
        return since;
    }

    private static string Word(ArgumentResult result) => Shown.Short(result.Tokens[0].Value);

    private static IEnumerable<string> Names() => Enum.GetValues<Outcome>().Select(OutcomeNames.Of);
}
