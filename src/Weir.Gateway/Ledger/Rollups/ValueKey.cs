namespace Weir.Gateway.Ledger.Rollups;

/// <summary>What the attempts have in common whose sums are one row of <c>cost_values</c>. An empty text stands for what a row does not say.</summary>
/// <param name="Grain"><see cref="Hours"/> or <see cref="Days"/>.</param>
/// <param name="Start">Start of the UTC hour or day in which the call arrived, microseconds since the Unix epoch.</param>
/// <param name="Dimension">What the value is: <see cref="User"/>, <see cref="Session"/>, <see cref="Tag"/> or <see cref="Prompt"/>.</param>
/// <param name="Value">Not empty.</param>
/// <param name="Tenant">Who pays.</param>
/// <param name="Feature">The part of the product.</param>
/// <param name="ModelAsked">The model that the client asked for.</param>
internal readonly record struct ValueKey(string Grain, long Start, string Dimension, string Value, string Tenant, string Feature, string ModelAsked)
{
    public const string Hours = "hour";
    public const string Days = "day";
    public const string User = "user";
    public const string Session = "session";
    public const string Tag = "tag";
    public const string Prompt = "prompt";

    private const long MicrosPerDay = 86_400_000_000;

    /// <summary>The start of the day that a time is in; both microseconds since the Unix epoch.</summary>
    public static long DayOf(long time) => time - (time % MicrosPerDay);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Grain.Length, Start, Dimension, Value);
}
