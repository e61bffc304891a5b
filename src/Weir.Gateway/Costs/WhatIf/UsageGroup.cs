using Weir.Dialects.Usage;

namespace Weir.Gateway.Costs.WhatIf;

/// <summary>What attempts of one day used at one deployment for one model, or what one attempt did.</summary>
/// <param name="Day">When, microseconds since the Unix epoch: at the start of the UTC day, or within it.</param>
/// <param name="Model">The model that clients asked for.</param>
/// <param name="Deployment">Where they went.</param>
/// <param name="Attempts">How many.</param>
/// <param name="Cost">US dollars that they cost, where that is known.</param>
/// <param name="Uncosted">Attempts whose cost nobody knows.</param>
/// <param name="Usage">What they used together; tier and region are known of single attempts alone.</param>
internal sealed record UsageGroup(long Day, string Model, string Deployment, long Attempts, decimal Cost, long Uncosted, TokenUsage Usage);
