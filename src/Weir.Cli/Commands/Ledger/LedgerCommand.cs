using System.CommandLine;
using Weir.Cli.Usage;

namespace Weir.Cli.Commands.Ledger;

/// <summary><c>weir ledger</c>: what happened.</summary>
internal static class LedgerCommand
{
    public static Command Create() => new Verb(
        "ledger",
        "Shows what happened: every call, with its tokens, cost, times and attempts.",
        "weir ledger tail --follow",
        "weir ledger show 01k3abcdefgh")
    {
        LedgerTailCommand.Create(),
        LedgerShowCommand.Create(),
    };
}
