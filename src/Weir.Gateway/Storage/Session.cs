namespace Weir.Gateway.Storage;

/// <summary>
/// One open connection to the database, used by one thread at a time. Stores know this and <see cref="Statement"/> alone: one text of
/// SQL serves every engine, and what an engine has to do its own way has a member here.
/// </summary>
internal abstract class Session : IDisposable
{
    /// <summary>Where the database is, as messages name it: a file, or a server and a database's name. Never a secret.</summary>
    public abstract string Path { get; }

    /// <summary>Whether what is open is not what others find at its place any more, so that nobody would read what is written.</summary>
    public abstract bool HasMoved { get; }

    /// <summary>True between <see cref="Begin"/> and <see cref="Commit"/>. Grave errors end a transaction by themselves.</summary>
    public abstract bool IsInTransaction { get; }

    /// <summary>Opens another session on the same database, which refuses to change anything.</summary>
    public abstract Session OpenToRead();

    /// <summary>Has everything fail from now on that would change something.</summary>
    public abstract void RefuseChanges();

    /// <summary>Prepares one statement. Parameters are written <c>$1</c>, <c>$2</c>… and first appear in that order.</summary>
    public abstract Statement Prepare(string sql);

    /// <summary>Runs one or more statements and ignores what they return.</summary>
    public abstract void Execute(string sql);

    /// <summary>Begins a transaction that holds the database's write lock from its start, and waits for it if need be.</summary>
    public abstract void Begin();

    /// <summary>Begins a transaction whose reads all see one moment.</summary>
    public abstract void BeginSnapshot();

    /// <summary>Ends a transaction; from now on what it did survives.</summary>
    public abstract void Commit();

    /// <summary>Takes back the transaction, if there still is one. Never throws: it runs while another error is on its way.</summary>
    public abstract void Rollback();

    /// <summary>Has a statement that runs on another thread fail soon. The one call that any thread may make.</summary>
    public abstract void Interrupt();

    /// <summary>Makes ready for the ledger's writer, which commits all day.</summary>
    /// <param name="isBuffered">Whether a power failure, but no crash of a process, may lose the last commits.</param>
    public abstract void TuneToWrite(bool isBuffered);

    /// <summary>Writes something that changes nothing.</summary>
    /// <exception cref="StorageException">The database does not take it.</exception>
    public abstract void Probe();

    /// <summary>Which tables there are.</summary>
    /// <returns>Whether any, and whether one that tells Weir's schema.</returns>
    public abstract (bool Any, bool Weirs) LookForTables();

    /// <summary>The first column of the first row, or null when there is no row.</summary>
    public string? Scalar(string sql)
    {
        using var statement = Prepare(sql);
        return statement.Read() ? statement.NextText() : null;
    }

    /// <summary>Runs <paramref name="work"/> in a transaction that holds the write lock from its start.</summary>
    public T Transact<T>(Func<Session, T> work)
    {
        Begin();
        try
        {
            var result = work(this);
            Commit();
            return result;
        }
        catch
        {
            Rollback();
            throw;
        }
    }

    /// <inheritdoc/>
    public abstract void Dispose();
}
