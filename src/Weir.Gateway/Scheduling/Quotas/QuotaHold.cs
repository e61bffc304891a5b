using Weir.Gateway.Limits;

namespace Weir.Gateway.Scheduling.Quotas;

/// <summary>What an attempt has of one limit.</summary>
/// <param name="Of">The limit.</param>
/// <param name="Reserved">What it has.</param>
internal readonly record struct QuotaHold(QuotaWindow Of, RateReservation Reserved);
