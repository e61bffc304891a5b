namespace Weir.Gateway.Costs.Reconciliation;

/// <summary>An export as rows of texts by column, whether it came as CSV or as JSON.</summary>
/// <param name="Columns">All columns that any row has.</param>
/// <param name="Rows">What each row says; empty texts and nulls are not there.</param>
internal sealed record ExportTable(IReadOnlySet<string> Columns, IReadOnlyList<IReadOnlyDictionary<string, string>> Rows)
{
    /// <summary>Whether the export itself says that there is more than it has.</summary>
    public bool HasMore { get; init; }
}
