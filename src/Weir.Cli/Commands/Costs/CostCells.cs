using System.Globalization;
using Weir.Cli.Commands.Ledger;
using Weir.Cli.Output;
using Weir.Gateway.Costs;

namespace Weir.Cli.Commands.Costs;

/// <summary>Figures of costs as people read them.</summary>
internal static class CostCells
{
    /// <summary>What has no price is said, and never zero: <c>?</c> is all of it, <c>1.25+?</c> a part.</summary>
    public static string Cost(CostTotals totals) => totals.IsUnknown ? LedgerLegend.NoPrice : Money(totals.Cost) + (totals.IsWhole ? "" : "+" + LedgerLegend.NoPrice);

    /// <summary>US dollars to the hundredth of a cent; less than a cent with every digit, since a rounded zero would be a lie.</summary>
    public static string Money(decimal? amount) => amount is not { } known ? Show.Nothing : Show.Money(Math.Abs(known) < 0.01m ? known : decimal.Round(known, 4));

    public static string Count(long? number) => number?.ToString(CultureInfo.InvariantCulture) ?? Show.Nothing;

    public static string Share(decimal part, decimal whole) => whole == 0 ? Show.Nothing : (part / whole).ToString("0.0%", CultureInfo.InvariantCulture);

    /// <summary>What is said beside a table, so that a program that reads that is not disturbed.</summary>
    public static void Explain(CostTotals total)
    {
        if (total.Uncosted > 0) Console.Error.WriteLine($"{LedgerLegend.NoPrice} = {Show.Count(total.Uncosted, "attempt")} used something that has no price: the cost is not all of it. 'weir ledger tail' shows which.");
        if (total.Estimated > 0) Console.Error.WriteLine($"Of {Show.Count(total.Estimated.Value, "attempt")} the tokens are estimated.");
    }
}
