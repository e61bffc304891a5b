using Weir.Gateway.Costs;
using Weir.Gateway.Storage;

namespace Weir.Cli.Commands.Costs;

/// <summary>Runs a report on the ledger of a database, which it only reads.</summary>
internal static class CostRun
{
    /// <param name="data">Where the database is.</param>
    /// <param name="work">The report; its exit code is the command's.</param>
    public static int With(StoragePlace data, Func<Session, TimeProvider, int> work)
    {
        try
        {
            using var database = data.Open(TimeProvider.System, create: false);
            using var session = database.ConnectToRead();
            return work(session, TimeProvider.System);
        }
        catch (CostQueryException broken)
        {
            return WeirCommand.Refuse(broken.Message, broken.Remedy);
        }
    }
}
