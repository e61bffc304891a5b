using System.Globalization;
using Weir.Cli.Output;
using Weir.Gateway.Costs.Reconciliation;

namespace Weir.Cli.Commands.Costs;

/// <summary>What a provider's export and the ledger say differently: for a person, or for a program.</summary>
internal static class ReconciliationText
{
    private static readonly Column[] Columns =
        [new("day"), new("model"), new("what"), new("provider", IsRight: true), new("ledger", IsRight: true), new("difference", IsRight: true)];

    public static void Write(ProviderExport export, IReadOnlyList<UsageDifference> differences, IReadOnlyCollection<string> providers, DateOnly first, DateOnly last)
    {
        if (differences.Count > 0) Table.Write(Columns, [.. differences.Select(Row)]);
        var result = differences.Count == 0 ? "nothing differs" : Show.Count(differences.Count, "difference");
        Console.Error.WriteLine($"{export.Format.Name}, {first:yyyy-MM-dd} to {last:yyyy-MM-dd}, beside the ledger's {Show.Text(string.Join(", ", providers))}: {result}.");
    }

    public static object Object(ProviderExport export, IReadOnlyList<UsageDifference> differences, IReadOnlyCollection<string> providers, DateOnly first, DateOnly last) => new
    {
        format = export.Format.Name,
        providers,
        since = first,
        last,
        unknown_columns = export.UnknownColumns,
        has_more = export.HasMore,
        differences = differences.Select(Object),
    };

    /// <summary>Says what of the export was not compared.</summary>
    public static void Warn(ProviderExport export)
    {
        if (export.UnknownColumns.Count > 0) Console.Error.WriteLine($"Columns that Weir does not know, and has not looked at: {Show.Text(string.Join(", ", export.UnknownColumns))}");
        if (export.HasMore) Console.Error.WriteLine("The export has further pages that are not in this file (has_more).");
    }

    private static string[] Row(UsageDifference one) =>
    [
        one.Day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
        one.Model is null ? "(all)" : Show.Text(one.Model, 48),
        UsageMeasures.NameOf(one.Measure),
        one.Provider is { } theirs ? Show.Money(theirs) : Show.Nothing,
        one.Ledger is { } ours ? Show.Money(ours) : Show.Nothing,
        Show.Money(one.By),
    ];

    private static object Object(UsageDifference one) => new
    {
        day = one.Day,
        model = one.Model,
        what = UsageMeasures.NameOf(one.Measure),
        provider = one.Provider,
        ledger = one.Ledger,
        difference = one.By,
    };
}
