using Weir.Gateway.Scheduling;
using Weir.Dialects;
using Weir.Gateway.Pricing;

namespace Weir.Gateway.Model;

/// <summary>One model at one provider: what an attempt goes to.</summary>
internal sealed class DeploymentModel
{
    private ServiceCosts? _serviceCosts;

    public required string Name { get; init; }

    public required ProviderModel Provider { get; init; }

    /// <summary>The model's name at the provider.</summary>
    public required string UpstreamModel { get; init; }

    /// <summary><see cref="UpstreamModel"/> as a JSON string with its quotes, ready to be written into a request body.</summary>
    public required ReadOnlyMemory<byte> UpstreamModelJson { get; init; }

    /// <summary>The name, or the pattern with <c>*</c>, of the models that answer for it; null when <see cref="UpstreamModel"/> is enough to know them.</summary>
    public string? AnswersAs { get; init; }

    /// <summary>Most tokens to ask for where the dialect demands a limit and the client sets none.</summary>
    public required int MaxOutputTokens { get; init; }

    /// <summary>What this deployment costs; null when neither the configuration nor the price book knows it.</summary>
    public required PriceModel? Price { get; init; }

    /// <summary>Whether what the provider says that it charges is the cost, and not what the price book makes of its counts.</summary>
    public bool TakesStatedCost { get; init; }

    public required TimeoutsModel Timeouts { get; init; }

    /// <summary>The most tokens that a request and its answer may have together; null where nobody knows.</summary>
    public int? ContextWindow { get; init; }

    /// <summary>What it can be asked for.</summary>
    public Capabilities Supports { get; init; } = Capabilities.All;

    /// <summary>How it is asked to go on with an answer that broke off.</summary>
    public PrefillStyle Prefill { get; init; }

    /// <summary>Where it computes, in the operator's words; or null.</summary>
    public string? Region { get; init; }

    public required ProbeModel Probe { get; init; }

    public required ConcurrencyModel Concurrency { get; init; }

    /// <summary>What the provider allows it in a time, by the operator's word; null where nothing was said. Its <see cref="QuotaModel.Concurrency"/> is null.</summary>
    public QuotaModel? Quota { get; init; }

    /// <summary>What tenants are charged for its tokens where they are served in turn.</summary>
    public ServiceCosts ServiceCosts => _serviceCosts ??= ServiceCosts.Of(Price);
}
