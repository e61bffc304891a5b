using Weir.Gateway.Configuration.Binding;

namespace Weir.Gateway.Configuration;

/// <summary>One entry of a budget's <c>steps</c>.</summary>
internal sealed class BudgetStepConfig : ConfigSection
{
    [Setting("How much of the limit is spent when it is reached, more than 0.", Required = true, Unit = "percent", Example = "80")]
    public decimal Percent { get; set; }

    [Setting("What happens: notify tells whom alerts go to, degrade answers calls in a cheaper way as well, block refuses them as well.", Required = true, Choices = ["notify", "degrade", "block"], Example = "notify")]
    public string? Do { get; set; }

    [Setting("The model that answers in place of the one asked for. For do: degrade.", Default = "the one asked for", Example = "gpt-5-mini")]
    public string? Model { get; set; }

    [Setting("Most output tokens of an answer, 16 to 1000000. For do: degrade.", Default = "as many as are asked for", Example = "500")]
    public int? MaxTokens { get; set; }

    [Setting("Whether an answer that was kept (models.NAME.cached_answer) is given where there is one. For do: degrade.")]
    public bool Cached { get; set; }

    [Setting("low has calls wait behind all others. For do: degrade.", Default = "their own", Choices = ["low"], Example = "low")]
    public string? Priority { get; set; }
}
