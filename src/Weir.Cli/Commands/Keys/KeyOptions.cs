using System.CommandLine;
using Weir.Gateway.Configuration;
using Weir.Gateway.Configuration.Binding;
using Weir.Gateway.Ledger;
using Weir.Gateway.Model;

namespace Weir.Cli.Commands.Keys;

/// <summary>The options of <c>weir keys create</c> that need more than a word.</summary>
internal static class KeyOptions
{
    private static readonly string[] Priorities = [.. Enum.GetValues<CallPriority>().Select(CallPriorities.NameOf)];

    public static Option<TimeSpan?> Deadline()
    {
        var deadline = new Option<TimeSpan?>("--deadline")
        {
            Description = "The longest that a call with the key may take, 100ms to 1d. Default: limits.deadline.", HelpName = "TIME",
        };
        deadline.CustomParser = result =>
        {
            var word = Shown.Short(result.Tokens[0].Value);
            if (Quantity.TryDuration(word, out var time)) return time;
            result.AddError($"'{word}' is no length of time. Give one such as 20s or 1500ms.");
            return null;
        };
        return deadline;
    }

    public static Option<Origin?> Origin()
    {
        var origin = new Option<Origin?>("--origin")
        {
            Description = $"What all its calls are made for: {string.Join(", ", OriginNames.OfCalls)}. Default: callers may say.", HelpName = "ORIGIN",
        };
        origin.CustomParser = result =>
        {
            var word = Shown.Short(result.Tokens[0].Value);
            if (OriginNames.FindOfCalls(word) is { } named) return named;
            result.AddError($"there is no origin '{word}'. {Nearest.Remedy(word, OriginNames.OfCalls, $"The origins are: {string.Join(", ", OriginNames.OfCalls)}.")}");
            return null;
        };
        return origin;
    }

    public static Option<CallPriority> Priority()
    {
        var priority = new Option<CallPriority>("--priority")
        {
            Description = $"Who goes first where a deployment cannot take all: {string.Join(", ", Priorities)}. Default: normal.", HelpName = "PRIORITY",
            DefaultValueFactory = _ => CallPriority.Normal,
        };
        priority.CustomParser = result =>
        {
            var word = Shown.Short(result.Tokens[0].Value);
            if (CallPriorities.Find(word) is { } named) return named;
            result.AddError($"there is no priority '{word}'. {Nearest.Remedy(word, Priorities, $"The priorities are: {string.Join(", ", Priorities)}.")}");
            return CallPriority.Normal;
        };
        return priority;
    }
}
