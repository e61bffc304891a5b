using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Weir.Gateway.Costs;
using Weir.Gateway.Storage;

namespace Weir.Gateway.Admin;

/// <summary>Makes reports that read much of the ledger: one at a time, with an end in time. They share the disk with the ledger's writer.</summary>
internal sealed class ReportDesk(Database database, TimeProvider time) : IDisposable
{
    /// <summary>A report over ten million calls takes two seconds; one that has to read their rows is for the command line.</summary>
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(10);

    private readonly SemaphoreSlim _turn = new(1);

    /// <summary>Makes a report and answers with it.</summary>
    /// <param name="http">Who asks.</param>
    /// <param name="command">The command that makes the same one and takes its time, as <c>weir costs</c>.</param>
    /// <param name="read">Reads the query; throws <see cref="CostQueryException"/> where it makes no sense.</param>
    /// <param name="make">Makes the report; may be interrupted, and throw the same.</param>
    /// <param name="write">Writes it.</param>
    public async Task AnswerAsync<TQuery, TReport>(
        HttpContext http, string command, Func<IQueryCollection, TQuery> read, Func<Session, TQuery, TReport> make, Action<Utf8JsonWriter, TReport> write)
        where TReport : class
    {
        try
        {
            var query = read(http.Request.Query);
            // They wait for nobody, and nobody for them.
            if (!await _turn.WaitAsync(TimeSpan.Zero))
            {
                await AdminReply.RefuseAsync(http, AdminError.ReportUnderWay);
                return;
            }
            try
            {
                var report = await Task.Run(() => Make(query, make, http.RequestAborted));
                await (report is null
                    ? AdminReply.RefuseAsync(http, AdminError.ReportTooSlow((int)Longest.TotalSeconds, command))
                    : AdminReply.WriteAsync(http, 200, json => write(json, report)));
            }
            finally
            {
                _turn.Release();
            }
        }
        catch (CostQueryException broken)
        {
            await AdminReply.RefuseAsync(http, AdminError.ReportInvalid(broken.Message, broken.Remedy));
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _turn.Dispose();

    /// <returns>Null when it has taken too long, or nobody waits for it any more.</returns>
    private TReport? Make<TQuery, TReport>(TQuery query, Func<Session, TQuery, TReport> make, CancellationToken gone)
        where TReport : class
    {
        using var session = database.ConnectToRead();
        using var end = new CancellationTokenSource(Longest, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(end.Token, gone);
        using var interruption = either.Token.Register(session.Interrupt);
        try
        {
            return make(session, query);
        }
        catch (StorageException) when (either.IsCancellationRequested)
        {
            return null;
        }
    }
}
