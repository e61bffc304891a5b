using System.Globalization;
using Weir.Gateway.Audit;
using Weir.Gateway.Storage;

namespace Weir.Gateway.Budgets;

/// <summary>The raises of budgets in the database. Blocking, each call on a session of its own: not for the call path.</summary>
internal sealed class RaiseStore(Database database)
{
    private const string Columns = "id, budget, subject, amount, until, reason, raised_by, raised_at";

    /// <summary>Adds a raise, and what the audit log says of it; gateways know it within about a second.</summary>
    public void Add(BudgetRaise raise)
    {
        using var session = database.Connect();
        session.Transact(_ =>
        {
            using var add = session.Prepare("INSERT INTO budget_raises (budget, subject, amount, until, reason, raised_by, raised_at) VALUES ($1, $2, $3, $4, $5, $6, $7)");
            add.Add(raise.Budget).Add(raise.Subject).Add(raise.Amount).Add(raise.Until).Add(raise.Reason).Add(raise.By).Add(raise.At).Run();
            AuditRow.Insert(session, EntryOf(raise));
            return true;
        });
    }

    /// <summary>Prepares to ask for the number of the last raise, 0 when there is none: it changes with every raise.</summary>
    /// <param name="session">The session, which the caller disposes of.</param>
    public Statement PrepareLast(out Session session)
    {
        session = database.Connect();
        return session.Prepare("SELECT coalesce(max(id), 0) FROM budget_raises");
    }

    /// <summary>The raises that end after a time, oldest first.</summary>
    /// <param name="now">Microseconds since the Unix epoch.</param>
    public IReadOnlyList<BudgetRaise> ReadInForce(long now)
    {
        using var session = database.Connect();
        using var read = session.Prepare($"SELECT {Columns} FROM budget_raises WHERE until > $1 ORDER BY id");
        read.Add(now);
        var raises = new List<BudgetRaise>();
        while (read.Read()) raises.Add(Read(read));
        return raises;
    }

    private static AuditEntry EntryOf(BudgetRaise raise) => new()
    {
        At = TimeOf(raise.At),
        Actor = raise.By,
        Action = AuditActions.BudgetRaise,
        Object = raise.Budget,
        Reason = raise.Reason,
        Details = string.Create(CultureInfo.InvariantCulture, $"by {raise.Amount} until {TimeOf(raise.Until):yyyy-MM-dd HH:mm:ss} UTC{(raise.Subject is null ? "" : $" for {raise.Subject}")}"),
    };

    private static DateTimeOffset TimeOf(long micros) => DateTimeOffset.UnixEpoch.AddTicks(micros * TimeSpan.TicksPerMicrosecond);

    // Initialisers run in the order in which they are written.
    private static BudgetRaise Read(Statement row) => new()
    {
        Id = row.NextLong(),
        Budget = row.NextString(),
        Subject = row.NextText(),
        Amount = row.NextDecimal() ?? 0,
        Until = row.NextLong(),
        Reason = row.NextString(),
        By = row.NextString(),
        At = row.NextLong(),
    };
}
