using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Weir.Gateway.Costs.Focus;

/// <summary>
/// The columns of FOCUS 1.2 (FinOps Open Cost and Usage Specification, https://focus.finops.org/focus-specification/v1-2/): all that it
/// demands, those on condition that apply to calls of models, and columns of Weir's own, which begin with <c>x_</c>.
/// </summary>
internal static class FocusColumns
{
    private const string Currency = "USD";

    private static readonly JsonSerializerOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>All of them, by the alphabet, as the specification has them; Weir's own come last.</summary>
    public static IReadOnlyList<FocusColumn> All { get; } =
    [
        // What is charged is what Weir reckoned with the price that held, discounts included; what the list says is not kept.
        new("BilledCost", Cost),
        new("BillingAccountId", charge => charge[CostDimension.Provider]),
        new("BillingAccountName", charge => charge[CostDimension.Provider]),
        new("BillingCurrency", _ => Currency),
        new("BillingPeriodEnd", charge => Time(charge.Month.AddMonths(1))),
        new("BillingPeriodStart", charge => Time(charge.Month)),
        new("ChargeCategory", _ => "Usage"),
        new("ChargeClass", _ => ""),
        new("ChargeDescription", charge => $"{charge.Model} at {charge[CostDimension.Deployment]}"),
        new("ChargeFrequency", _ => "Usage-Based"),
        new("ChargePeriodEnd", charge => Time(charge.End)),
        new("ChargePeriodStart", charge => Time(charge.Start)),
        new("ConsumedQuantity", Tokens),
        new("ConsumedUnit", _ => "Tokens"),
        new("ContractedCost", Cost),
        new("EffectiveCost", Cost),
        new("InvoiceIssuerName", charge => charge[CostDimension.Provider]),
        new("ListCost", Cost),
        new("PricingCategory", _ => "Standard"),
        new("PricingQuantity", Tokens),
        new("PricingUnit", _ => "Tokens"),
        new("ProviderName", charge => charge[CostDimension.Provider]),
        new("PublisherName", charge => charge[CostDimension.Provider]),
        new("RegionId", charge => charge[CostDimension.Region]),
        new("RegionName", charge => charge[CostDimension.Region]),
        new("ResourceId", charge => charge[CostDimension.Deployment]),
        new("ResourceName", charge => charge[CostDimension.Deployment]),
        new("ResourceType", _ => "Model deployment"),
        new("ServiceCategory", _ => "AI and Machine Learning"),
        new("ServiceName", _ => "Model inference"),
        new("ServiceSubcategory", _ => "Generative AI"),
        new("SkuId", charge => charge.Model),
        new("SubAccountId", charge => charge[CostDimension.Tenant]),
        new("SubAccountName", charge => charge[CostDimension.Tenant]),
        new("Tags", Tags),
        new("x_Attempts", charge => Number(charge.Row.Totals.Attempts)),
        new("x_CachedInputTokens", charge => Number(charge.Row.Totals.CachedInput)),
        new("x_Calls", charge => Number(charge.Row.Totals.Calls)),
        new("x_InputTokens", charge => Number(charge.Row.Totals.Input)),
        new("x_OutputTokens", charge => Number(charge.Row.Totals.Output)),
        new("x_SavedByCache", charge => Money(charge.Row.Totals.Saved)),
        new("x_UncostedAttempts", charge => Number(charge.Row.Totals.Uncosted)),
    ];

    private static string Cost(FocusCharge charge) => Money(charge.Row.Totals.Cost);

    private static string Tokens(FocusCharge charge) => Number(charge.Row.Totals.Input + charge.Row.Totals.Output);

    /// <summary>What Weir knows of whom and what it was for: tags of Weir's own, which are to have a prefix.</summary>
    private static string Tags(FocusCharge charge)
    {
        var tags = new OrderedDictionary<string, string>();
        foreach (var dimension in (CostDimension[])[CostDimension.Feature, CostDimension.Key, CostDimension.Origin, CostDimension.Model])
            if (charge[dimension] is { Length: > 0 } value) tags["weir/" + CostDimensions.NameOf(dimension)] = value;
        return JsonSerializer.Serialize(tags, Plain);
    }

    private static string Time(DateTime time) => time.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);

    private static string Number(long number) => number.ToString(CultureInfo.InvariantCulture);

    private static string Money(decimal amount) => amount.ToString("0.############################", CultureInfo.InvariantCulture);
}
