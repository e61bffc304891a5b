using System.CommandLine;
using Weir.Cli.Output;
using Weir.Cli.Usage;
using Weir.Gateway;
using Weir.Gateway.Budgets;
using Weir.Gateway.Configuration;
using Weir.Gateway.Configuration.Binding;
using Weir.Gateway.Storage;

namespace Weir.Cli.Commands.Budgets;

/// <summary><c>weir budgets raise</c>.</summary>
internal static class BudgetsRaiseCommand
{
    public static Command Create()
    {
        var name = new Argument<string>("NAME") { Description = "The budget's name." };
        var by = new Option<decimal>("--by") { Description = "How much more may be spent, in the budget's unit: US dollars, or tokens.", HelpName = "AMOUNT", Required = true };
        var until = new Option<string>("--until") { Description = "When that ends: a length of time such as 24h, or date and time with Z or an offset.", HelpName = "WHEN", Required = true };
        var reason = new Option<string>("--reason") { Description = "Why, for the audit log.", HelpName = "TEXT", Required = true };
        var subject = new Option<string?>("--subject") { Description = "Only this one of its counters: a user's name, say. Default: all of them.", HelpName = "SUBJECT" };
        var (data, config, json) = (CommonOptions.Data(), CommonOptions.Config(), CommonOptions.Json());
        var command = new Verb(
            "raise",
            "Raises a budget for a while. Running gateways take it within a second.",
            "weir budgets raise acme --by 50 --until 24h --reason 'launch week'",
            "weir budgets raise each-user --subject alice --by 1000000 --until 2026-12-01T00:00:00Z --reason 'migration'")
        {
            name, by, until, reason, subject, data, config, json,
        };
        command.SetAction(parsed =>
        {
            var now = TimeProvider.System.GetUtcNow();
            var raise = new BudgetRaise
            {
                Budget = parsed.GetRequiredValue(name),
                Subject = parsed.GetValue(subject),
                Amount = parsed.GetValue(by),
                Until = Micros(EndOf(parsed.GetRequiredValue(until), now)),
                Reason = parsed.GetRequiredValue(reason),
                By = Environment.UserName,
                At = Micros(now),
            };
            return Run(raise, DataPlace.Of(parsed), CommonOptions.ConfigFile(parsed.GetValue(config)), parsed.GetValue(json));
        });
        return command;
    }

    private static int Run(BudgetRaise raise, StoragePlace data, string? config, bool json)
    {
        var budgets = LoadedConfiguration.Of(config).Model!.Budgets.All;
        if (RaiseRules.Check(raise, budgets) is { } wrong) throw new StartupException(wrong.Problem, wrong.Remedy);
        // A database that is not there has no gateway that would take the raise.
        using var database = data.Open(TimeProvider.System, create: false);
        new RaiseStore(database).Add(raise);
        if (json)
        {
            Console.Out.WriteLine(Json.Page(new { budget = raise.Budget, subject = raise.Subject, by = raise.Amount, until = Show.Iso(raise.Until), reason = raise.Reason }));
            return WeirCommand.Done;
        }
        var amount = BudgetWords.Of(raise.Amount, budgets.First(budget => budget.Name == raise.Budget).Unit);
        var whose = raise.Subject is null ? "" : $" of '{Show.Text(raise.Subject)}'";
        Console.Error.WriteLine($"The budget '{Show.Text(raise.Budget)}'{whose} is raised by {amount} until {Show.Time(raise.Until)}.");
        return WeirCommand.Done;
    }

    private static DateTimeOffset EndOf(string text, DateTimeOffset now)
    {
        if (Quantity.TryDuration(text, out var length)) return now + length;
        return FaultTimes.Find(text) ?? throw new StartupException(
            $"'{Show.Text(text)}' is no end", "Give a length of time such as 24h, or date and time with Z or an offset, such as 2026-12-01T00:00:00Z.");
    }

    private static long Micros(DateTimeOffset time) => (time - DateTimeOffset.UnixEpoch).Ticks / TimeSpan.TicksPerMicrosecond;
}
