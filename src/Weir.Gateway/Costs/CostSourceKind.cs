namespace Weir.Gateway.Costs;

/// <summary>Which table a report reads.</summary>
internal enum CostSourceKind
{
    /// <summary><c>cost_hours</c>: sums by everything that has few values.</summary>
    Hours,

    /// <summary>The days of <c>cost_values</c>: sums of users, sessions, tags or prompts.</summary>
    ValueDays,

    /// <summary>The hours of <c>cost_values</c>: of users alone, and of the last five weeks.</summary>
    ValueHours,

    /// <summary>Every attempt: for what no sums are kept of, and slow.</summary>
    Rows,
}
