namespace Weir.Gateway.Costs.Reconciliation;

/// <summary>One shape of a provider's export. Members of nested JSON objects are columns too, as <c>amount.value</c>.</summary>
/// <param name="Name">What people call it.</param>
/// <param name="Provider">Whose it is, as presets are called.</param>
/// <param name="Day">The column that says when: a date, a date and time, or seconds since the Unix epoch.</param>
/// <param name="Model">The column that names the model.</param>
/// <param name="Counts">The columns that are compared, and what each is counted as.</param>
/// <param name="Others">The columns that are known and bear on nothing.</param>
internal sealed record ExportFormat(
    string Name, string Provider, string Day, string Model, IReadOnlyDictionary<string, UsageMeasure[]> Counts, IReadOnlySet<string> Others)
{
    /// <summary>The column that no export of this shape lacks, and no other shape has beside <see cref="Day"/>.</summary>
    public required string Sign { get; init; }

    /// <summary>The column that says in which currency costs are, or null.</summary>
    public string? Currency { get; init; }

    /// <summary>How many of the unit that costs are written in make a US dollar.</summary>
    public decimal UnitsPerDollar { get; init; } = 1;

    /// <summary>Whether the export has this shape.</summary>
    public bool Fits(ExportTable table) => table.Columns.Contains(Day) && table.Columns.Contains(Sign);

    /// <summary>Whether the format has a place for a column.</summary>
    public bool Knows(string column) => column == Day || column == Model || column == Currency || Counts.ContainsKey(column) || Others.Contains(column);
}
