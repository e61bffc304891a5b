using Weir.Cli.Output;
using Weir.Gateway.Ledger;

namespace Weir.Cli.Commands.Ledger;

/// <summary>Calls as a table, one line each.</summary>
internal sealed class CallTable : ICallPrinter
{
    private const int Ending = 5;

    private readonly AlignedColumns _columns = new(
        new("time"), new("id"), new("tenant"), new("feature"), new("model→deployment"), new("outcome"), new("status", IsRight: true),
        new("tokens", IsRight: true), new("cost", IsRight: true), new("ttft", IsRight: true), new("duration", IsRight: true));

    private bool _begun;
    private bool _saidNoPrice;
    private bool _saidEstimated;
    private bool _saidPending;
    private bool _saidUnknown;

    public void Print(IReadOnlyList<CallRecord> calls)
    {
        var rows = calls.Select(call => (Call: call, Cells: Cells(call))).ToList();
        foreach (var (_, cells) in rows) _columns.Fit(cells);
        if (!_begun) Console.Out.WriteLine(Paint.Dim(_columns.Heads));
        _begun = true;
        foreach (var (call, cells) in rows) Console.Out.WriteLine(_columns.Line(cells, (column, cell) => Painted(call, column, cell)));
        Explain(calls);
    }

    private static string[] Cells(CallRecord call) =>
    [
        Show.Time(call.StartedAt),
        call.Id,
        Show.Text(call.Tenant, 24),
        Show.Text(call.Feature, 24),
        CallText.Route(call),
        OutcomeNames.Of(call.Outcome),
        call.Status.ToString(),
        CallText.Tokens(call.Usage, call.UsageSource),
        CallText.Cost(call.Cost, call.UsageSource),
        Show.Duration(call.FirstTokenMicros),
        Show.Duration(call.DurationMicros),
    ];

    private static string Painted(CallRecord call, int column, string cell) => (column, call.Outcome) switch
    {
        (Ending, Outcome.Completed) => Paint.Green(cell),
        (Ending, Outcome.ClientGone or Outcome.Rejected or Outcome.StaticAnswer or Outcome.CachedAnswer) => Paint.Yellow(cell),
        (Ending, _) => Paint.Red(cell),
        _ => cell,
    };

    /// <summary>Says what a sign means when it first appears; beside the table, so that a program that reads that is not disturbed.</summary>
    private void Explain(IReadOnlyList<CallRecord> calls)
    {
        Explain(ref _saidNoPrice, LedgerLegend.NoPriceMeans, calls.Any(LedgerLegend.LacksPrice));
        Explain(ref _saidEstimated, LedgerLegend.EstimatedMeans, calls.Any(call => call.UsageSource == UsageSource.Estimated));
        Explain(ref _saidPending, LedgerLegend.PendingMeans, calls.Any(call => call.UsageSource == UsageSource.Pending));
        Explain(ref _saidUnknown, LedgerLegend.UnknownMeans, calls.Any(call => call.UsageSource == UsageSource.Unknown));
    }

    private static void Explain(ref bool said, string meaning, bool appears)
    {
        if (said || !appears) return;
        Console.Error.WriteLine(meaning);
        said = true;
    }
}
