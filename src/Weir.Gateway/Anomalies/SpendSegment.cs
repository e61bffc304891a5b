namespace Weir.Gateway.Anomalies;

/// <summary>A part of what was spent, now and usually.</summary>
/// <param name="Key">The virtual key; empty where it is not known.</param>
/// <param name="Model">The model that was asked for.</param>
/// <param name="Tokens">Tokens in and out in the hour.</param>
/// <param name="Cost">US dollars in the hour.</param>
/// <param name="UsualTokens">The mean of comparable hours.</param>
/// <param name="UsualCost">The mean of comparable hours, US dollars.</param>
internal sealed record SpendSegment(string Key, string Model, decimal Tokens, decimal Cost, decimal UsualTokens, decimal UsualCost);
