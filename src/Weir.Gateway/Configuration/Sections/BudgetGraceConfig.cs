using Weir.Gateway.Configuration.Binding;

namespace Weir.Gateway.Configuration;

/// <summary>A budget's <c>grace</c> section.</summary>
internal sealed class BudgetGraceConfig : ConfigSection
{
    [Setting("How much may be spent beyond the limit, in percent of it: more than 0, up to 100.", Required = true, Unit = "percent", Example = "10")]
    public decimal Percent { get; set; }

    [Setting("For how long after the limit was reached, 1m to 31d.", Example = "24h")]
    public TimeSpan For { get; set; } = TimeSpan.FromHours(24);
}
