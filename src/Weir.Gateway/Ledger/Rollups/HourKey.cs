namespace Weir.Gateway.Ledger.Rollups;

/// <summary>What the attempts have in common whose sums are one row of <c>cost_hours</c>. An empty text stands for what a row does not say.</summary>
/// <param name="Hour">Start of the UTC hour in which the call arrived, microseconds since the Unix epoch.</param>
/// <param name="Tenant">Who pays.</param>
/// <param name="Feature">The part of the product.</param>
/// <param name="KeyId">The virtual key.</param>
/// <param name="Origin">What the attempt was made for (<see cref="OriginNames"/>).</param>
/// <param name="ModelAsked">The model that the client asked for.</param>
/// <param name="ModelAnswered">The model that answered.</param>
/// <param name="Deployment">Where the attempt went.</param>
/// <param name="Provider">Whose deployment it is.</param>
/// <param name="Region">Where that computes.</param>
/// <param name="Release">The configuration.</param>
/// <param name="Result">How it ended (<see cref="CostResult"/>).</param>
internal readonly record struct HourKey(
    long Hour,
    string Tenant,
    string Feature,
    string KeyId,
    string Origin,
    string ModelAsked,
    string ModelAnswered,
    string Deployment,
    string Provider,
    string Region,
    string Release,
    string Result)
{
    private const long Micros = 3_600_000_000;

    /// <param name="call">The call.</param>
    /// <param name="attempt">One of its attempts, or null where it has none.</param>
    public static HourKey Of(CallRecord call, AttemptRecord? attempt) => new(
        StartOf(call.StartedAt),
        call.Tenant ?? "",
        call.Feature ?? "",
        call.KeyId ?? "",
        OriginNames.Of(attempt?.Origin ?? call.Origin),
        call.ModelAsked ?? "",
        (attempt is null ? call.ModelAnswered : attempt.ModelAnswered) ?? "",
        attempt?.Deployment ?? call.Deployment ?? "",
        attempt?.Provider ?? "",
        (attempt is null ? call.Region : attempt.Region) ?? "",
        call.Release,
        CostResult.Of(call, attempt));

    /// <summary>The start of the hour that a time is in; both microseconds since the Unix epoch.</summary>
    public static long StartOf(long time) => time - (time % Micros);

    /// <inheritdoc/>
    // What sets most apart from each other: the rest would cost more to hash than to compare now and then.
    public override int GetHashCode() => HashCode.Combine(Hour, KeyId, Origin, ModelAsked, Deployment, Result);
}
