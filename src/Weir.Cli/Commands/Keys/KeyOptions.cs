using System.CommandLine;
using Weir.Gateway.Configuration;
using Weir.Gateway.Configuration.Binding;
using Weir.Gateway.Ledger;
using Weir.Gateway.Limits;
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

    public static Option<QuotaModel?> Limits()
    {
        var limits = new Option<QuotaModel?>("--limit")
        {
            Description = $"How much may be asked for with the key: NAME=NUMBER, several separated by commas. Names: {string.Join(", ", QuotaText.Names)}. Default: no limit.", HelpName = "LIMITS",
        };
        limits.CustomParser = result =>
        {
            if (QuotaText.Read(result.Tokens[0].Value, out var fault) is { } quota) return quota;
            var (word, name) = (Shown.Short(fault), fault.Split('=')[0].Trim());
            var remedy = QuotaText.Names.Contains(name, StringComparer.Ordinal) ? $"Give a whole number, 1 or more, as in {name}=60." : Nearest.Remedy(name, QuotaText.Names, "Give one such as requests_per_minute=60.");
            result.AddError($"'{word}' is no limit. {remedy}");
            return null;
        };
        return limits;
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
