using System.CommandLine;
using Weir.Cli.Usage;

namespace Weir.Cli.Commands.Budgets;

/// <summary><c>weir budgets</c>: what may be spent, what was, and more of it for a while.</summary>
internal static class BudgetsCommand
{
    public static Command Create() => new Verb(
        "budgets",
        "Shows budgets and what is left of them, and raises them for a while.",
        "weir budgets list",
        "weir budgets show each-user --subject alice",
        "weir budgets raise acme --by 50 --until 24h --reason 'launch week'")
    {
        BudgetsListCommand.Create(),
        BudgetsShowCommand.Create(),
        BudgetsRaiseCommand.Create(),
    };
}
