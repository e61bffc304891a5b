namespace Weir.Gateway.Anomalies;

/// <summary>From when on spending counts as unusual.</summary>
/// <param name="Floor">US dollars in an hour below which nothing does.</param>
/// <param name="NewFloor">The same for who has no rhythm yet: less than a week of calls.</param>
/// <param name="Zone">Hours that the clock of those who spend is ahead of UTC: it says what a day and a weekend are.</param>
internal sealed record SpendRules(double Floor, double NewFloor, int Zone = 0);
