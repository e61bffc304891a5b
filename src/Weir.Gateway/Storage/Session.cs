namespace Weir.Gateway.Storage;

/// <summary>
/// One open connection to the database, used by one thread at a time. Stores know this and <see cref="Statement"/> alone: one text of
/// SQL serves every engine, and what an engine has to do its own way has a member here.
/// </summary>
internal abstract class Session : IDisposable
{
    /// <summary>Where the database is, as messages name it: a file, or a server and a database's name. Never a secret.</summary>
    public abstract string Path { get; }

    /// <summary>Says why what would be written now would be lost or refused, as far as a quick look tells.</summary>
    /// <returns>Null where nothing is wrong.</returns>
    public abstract StorageException? FindTrouble();

    /// <summary>True between <see cref="Begin"/> and <see cref="Commit"/>. Grave errors end a transaction by themselves.</summary>
    public abstract bool IsInTransaction { get; }

    /// <summary>Opens another session on the same database, which refuses to change anything.</summary>
    public abstract Session OpenToRead();

    /// <summary>Has everything fail from now on that would change something.</summary>
    public abstract void RefuseChanges();

    /// <summary>Prepares one statement. Parameters are written <c>$1</c>, <c>$2</c>… and first appear in that order.</summary>
    public abstract Statement Prepare(string sql);

    /// <summary>Prepares an INSERT of which many rows are written: they are there after <see cref="Flush"/> at the latest.</summary>
    /// <param name="table">The table.</param>
    /// <param name="columns">Its columns, with commas between.</param>
    public abstract Statement PrepareInsert(string table, string columns);

    /// <summary>Prepares a statement that is run many times in a transaction and returns nothing: it is done before the next one of another kind, at the latest at the end.</summary>
    /// <param name="sql">The statement.</param>
    public abstract Statement PrepareMany(string sql);

    /// <summary>Writes rows of <see cref="PrepareInsert"/> that are still in memory.</summary>
    public abstract void Flush();

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

    /// <summary>The statements of a step of the schema, as this engine takes them.</summary>
    public abstract string SqlOf(Migration migration);

    /// <summary>Makes what the schema counts on and is no part of it.</summary>
    public abstract void PrepareToMigrate();

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
