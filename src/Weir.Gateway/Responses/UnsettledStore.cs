using System.Globalization;
using Weir.Gateway.Budgets;
using Weir.Gateway.Ledger;
using Weir.Gateway.Storage;
using Weir.Gateway.Telemetry;

namespace Weir.Gateway.Responses;

/// <summary>
/// The responses whose calls are not settled yet. Each is written with its call, in the ledger's commit, and taken away in the
/// transaction that settles the call: whoever takes it away settles, and nobody else can.
/// </summary>
internal sealed class UnsettledStore(Database database, KeptHolds holds, TimeProvider time)
{
    private const string Due = $"SELECT {UnsettledRow.Columns} FROM unsettled_responses WHERE next_ask_at <= $1 ORDER BY next_ask_at LIMIT $2";

    private long _count;

    /// <summary>How many there are; while the database cannot be read, how many there were. Blocking.</summary>
    public long Count()
    {
        try
        {
            using var session = database.Connect();
            _count = long.Parse(session.Scalar("SELECT count(*) FROM unsettled_responses")!, CultureInfo.InvariantCulture);
        }
        catch (StorageException)
        {
            // The ledger has more to say about that.
        }
        return _count;
    }

    /// <summary>What is still open of a stored response, or null.</summary>
    public Task<UnsettledResponse?> FindAsync(StoredResponse response) => Task.Run(() =>
    {
        using var session = database.Connect();
        using var find = session.Prepare(
            $"SELECT {UnsettledRow.Columns} FROM unsettled_responses WHERE tenant = $1 AND response_id = $2 AND started_at = $3");
        find.Add(response.Tenant).Add(response.Id).Add(response.CreatedAt);
        var found = find.Read() ? UnsettledRow.Read(find) : null;
        find.Reset();
        return found;
    });

    /// <summary>Takes those that it is time to ask after, and says when it will be the next time, also should the program end before it has asked.</summary>
    /// <param name="most">At most this many, the longest due first.</param>
    /// <param name="next">The next time for one of them, microseconds since the Unix epoch.</param>
    public Task<IReadOnlyList<UnsettledResponse>> ClaimAsync(int most, Func<UnsettledResponse, long> next) => Task.Run<IReadOnlyList<UnsettledResponse>>(() =>
    {
        using var session = database.Connect();
        // Mostly there are none, and no need to keep the ledger from writing.
        if (ReadDue(session, 1).Count == 0) return [];
        return session.Transact(_ =>
        {
            var due = ReadDue(session, most);
            using var put = session.Prepare("UPDATE unsettled_responses SET next_ask_at = $1 WHERE call_id = $2");
            foreach (var response in due) put.Add(next(response)).Add(response.CallId).Run();
            return due;
        });
    });

    /// <summary>Notes since when the provider says that it has no such response; null takes the note back.</summary>
    public Task NoteForgottenAsync(UnsettledResponse response, long? since) => Task.Run(() =>
    {
        using var session = database.Connect();
        using var put = session.Prepare("UPDATE unsettled_responses SET forgotten_at = $1 WHERE call_id = $2");
        put.Add(since).Add(response.CallId).Run();
    });

    /// <summary>Writes into the ledger how a response ended, and with it what it has become.</summary>
    /// <param name="response">The response.</param>
    /// <param name="settlement">How it ended.</param>
    /// <param name="body">The response object, or null to leave the stored one as it is.</param>
    /// <returns>What was settled, for the metrics; null when it was settled before.</returns>
    public Task<ResponseMeasurement?> SettleAsync(UnsettledResponse response, Settlement settlement, ReadOnlyMemory<byte>? body) => Task.Run(() =>
    {
        var spent = new Amount(settlement.Cost ?? 0, settlement.Source.HasCounts() ? settlement.Usage.Total : 0);
        var (startedAt, set) = (0L, default(BudgetSet));
        using var session = database.Connect();
        var settled = Transact(_ =>
        {
            using var take = session.Prepare("DELETE FROM unsettled_responses WHERE call_id = $1 RETURNING call_id");
            take.Add(response.CallId);
            if (!take.Read()) return null;
            take.Reset();
            if (body is { } now) ResponseRow.Change(session, response.Tenant, response.ResponseId, response.StartedAt, now.Span);
            if (KeptHolds.SpenderOf(session, response.CallId) is { } who) (startedAt, set) = (who.StartedAt, holds.Write(session, who.StartedAt, who.Spender, spent));
            return SettlementRow.Write(session, response.CallId, settlement, Now());
        });
        if (set is not null) holds.Settle(response.CallId, set, spent, startedAt);
        return settled;

        ResponseMeasurement? Transact(Func<Session, ResponseMeasurement?> work)
        {
            try
            {
                return session.Transact(work);
            }
            catch
            {
                if (set is not null) holds.Abandon(set);
                throw;
            }
        }
    });

    private List<UnsettledResponse> ReadDue(Session session, int most)
    {
        using var find = session.Prepare(Due);
        find.Add(Now()).Add(most);
        var due = new List<UnsettledResponse>();
        while (find.Read()) due.Add(UnsettledRow.Read(find));
        return due;
    }

    private long Now() => (time.GetUtcNow() - DateTimeOffset.UnixEpoch).Ticks / TimeSpan.TicksPerMicrosecond;
}
