using Weir.Gateway.Costs;
using Weir.Gateway.Storage;

namespace Weir.Cli.Commands.Costs;

/// <summary>Runs a report on the ledger of a data directory, which it only reads.</summary>
internal static class CostRun
{
    /// <param name="data">The data directory.</param>
    /// <param name="work">The report; its exit code is the command's.</param>
    public static int With(string data, Func<Session, TimeProvider, int> work)
    {
        try
        {
            using var database = Database.Open(data, TimeProvider.System, create: false);
            using var session = database.ConnectToRead();
            return work(session, TimeProvider.System);
        }
        catch (CostQueryException broken)
        {
            return WeirCommand.Refuse(broken.Message, broken.Remedy);
        }
    }
}
