using Weir.Gateway.Ledger;

namespace Weir.Cli.Commands.Ledger;

/// <summary>Prints calls as they come.</summary>
internal interface ICallPrinter
{
    void Print(IReadOnlyList<CallRecord> calls);
}
