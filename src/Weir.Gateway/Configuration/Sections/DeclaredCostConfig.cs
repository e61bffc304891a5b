using Weir.Gateway.Configuration.Binding;

namespace Weir.Gateway.Configuration;

/// <summary>One entry of a feature's <c>costs</c>.</summary>
internal sealed class DeclaredCostConfig : ConfigSection
{
    [Setting("What it is for, in words of your choice.", Required = true, Example = "vector store")]
    public string? For { get; set; }

    [Setting("How much it is, 0 to 1000000000.", Required = true, Unit = "USD", Example = "120")]
    public decimal? Amount { get; set; }

    [Setting("What it is paid for; what is paid by time is reckoned in proportion.", Required = true, Choices = ["call", "1000 calls", "hour", "day", "week", "month", "year"], Example = "month")]
    public string? Per { get; set; }
}
