using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using Weir.Gateway.Costs;
using Weir.Gateway.Costs.Focus;
using Weir.Gateway.Ledger;
using Xunit.Abstractions;

namespace Weir.Gateway.Tests.Costs;

/// <summary>
/// What is exported keeps to FOCUS 1.2: the columns, types and allowed values are those of the files specification/columns/*.md of
/// https://github.com/FinOps-Open-Cost-and-Usage-Spec/FOCUS_Spec at version 1.2.
/// </summary>
public sealed partial class FocusTests(RandomLedger ledger, ITestOutputHelper output) : IClassFixture<RandomLedger>
{
    /// <summary>All columns that the specification demands ("Feature level: Mandatory"), and whether they may be null.</summary>
    private static readonly Dictionary<string, bool> Mandatory = new(StringComparer.Ordinal)
    {
        ["BilledCost"] = false, ["BillingAccountId"] = false, ["BillingAccountName"] = true, ["BillingCurrency"] = false, ["BillingPeriodEnd"] = false,
        ["BillingPeriodStart"] = false, ["ChargeCategory"] = false, ["ChargeClass"] = true, ["ChargeDescription"] = true, ["ChargePeriodEnd"] = false,
        ["ChargePeriodStart"] = false, ["ContractedCost"] = false, ["EffectiveCost"] = false, ["InvoiceIssuerName"] = false, ["ListCost"] = false,
        ["PricingQuantity"] = true, ["PricingUnit"] = true, ["ProviderName"] = false, ["PublisherName"] = false, ["ServiceCategory"] = false, ["ServiceName"] = false,
    };

    /// <summary>Others of the specification that are written.</summary>
    private static readonly string[] Conditional =
    [
        "ChargeFrequency", "ConsumedQuantity", "ConsumedUnit", "PricingCategory", "RegionId", "RegionName", "ResourceId", "ResourceName", "ResourceType",
        "ServiceSubcategory", "SkuId", "SubAccountId", "SubAccountName", "Tags",
    ];

    private static readonly string[] Money = ["BilledCost", "ContractedCost", "EffectiveCost", "ListCost", "ConsumedQuantity", "PricingQuantity"];

    private static readonly Dictionary<string, string> Constant = new(StringComparer.Ordinal)
    {
        ["BillingCurrency"] = "USD", ["ChargeCategory"] = "Usage", ["ChargeClass"] = "", ["ChargeFrequency"] = "Usage-Based", ["PricingCategory"] = "Standard",
        ["ServiceCategory"] = "AI and Machine Learning", ["ServiceSubcategory"] = "Generative AI", ["PricingUnit"] = "Tokens", ["ConsumedUnit"] = "Tokens",
    };

    private readonly CallRecord[] _calls = ledger.Told(output);

    [Fact]
    public void The_columns_are_those_of_the_specification_and_Weirs_own_come_last()
    {
        string[] names = [.. FocusColumns.All.Select(column => column.Name)];

        names.Where(name => !name.StartsWith("x_", StringComparison.Ordinal)).ShouldBe(Mandatory.Keys.Concat(Conditional).Order(StringComparer.Ordinal));
        names.SkipWhile(name => !name.StartsWith("x_", StringComparison.Ordinal)).ShouldAllBe(name => name.StartsWith("x_", StringComparison.Ordinal));
        names.Where(name => name.StartsWith("x_", StringComparison.Ordinal)).ShouldNotBeEmpty();
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Every_value_has_the_form_that_its_column_demands(bool byHour)
    {
        foreach (var charge in Dataset(byHour).Charges)
            foreach (var (name, value) in FocusColumns.All.Select(column => (column.Name, column.Value(charge))))
            {
                if (Mandatory.TryGetValue(name, out var mayBeNull) && !mayBeNull) value.ShouldNotBeEmpty(name);
                if (Constant.TryGetValue(name, out var constant)) value.ShouldBe(constant, name);
                if (Money.Contains(name)) value.ShouldMatch(@"^-?\d+(\.\d+)?$", name);
                if (PeriodColumn().IsMatch(name)) value.ShouldMatch(@"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$", name);
                if (name == "Tags") JsonDocument.Parse(value).RootElement.EnumerateObject().ShouldAllBe(tag => tag.Name.StartsWith("weir/", StringComparison.Ordinal));
            }
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Charges_add_up_to_what_was_spent_and_lie_in_their_month(bool byHour)
    {
        var dataset = Dataset(byHour);

        dataset.Charges.Sum(charge => decimal.Parse(Of(charge, "BilledCost"), CultureInfo.InvariantCulture)).ShouldBe(_calls.SelectMany(call => call.Attempts).Sum(attempt => attempt.Cost ?? 0));
        dataset.Left.Uncosted.ShouldBeGreaterThan(0);
        foreach (var charge in dataset.Charges)
        {
            (charge.End - charge.Start).ShouldBe(byHour ? TimeSpan.FromHours(1) : TimeSpan.FromDays(1));
            (Of(charge, "BillingPeriodStart"), Of(charge, "BillingPeriodEnd")).ShouldBe(("2027-01-01T00:00:00Z", "2027-02-01T00:00:00Z"));
            (charge.Start.Year, charge.Start.Month).ShouldBe((2027, 1));
        }
    }

    private static string Of(FocusCharge charge, string name) => FocusColumns.All.Single(column => column.Name == name).Value(charge);

    [GeneratedRegex("Period(Start|End)$")]
    private static partial Regex PeriodColumn();

    private FocusDataset Dataset(bool byHour) =>
        FocusDataset.Of(new CostStore(ledger.Session, ledger.Time).Report(FocusDataset.Query(new CostQuery { Since = RandomLedger.Start.AddDays(-1) }, byHour)));
}
