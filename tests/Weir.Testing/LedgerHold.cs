using Weir.Gateway.Storage;

namespace Weir.Testing;

/// <summary>Holds the database's write lock, so that nothing can be committed meanwhile.</summary>
internal sealed class LedgerHold : IDisposable
{
    private readonly Session _session;

    public LedgerHold(Database database)
    {
        _session = database.Connect();
        _session.Begin();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _session.Rollback();
        _session.Dispose();
    }
}
