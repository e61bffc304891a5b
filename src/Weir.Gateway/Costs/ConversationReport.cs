namespace Weir.Gateway.Costs;

/// <summary>What conversations cost.</summary>
/// <param name="From">When the first call came that may be counted.</param>
/// <param name="Count">How many there were.</param>
/// <param name="Calls">Their calls.</param>
/// <param name="Cost">US dollars of all of them.</param>
/// <param name="Uncosted">Attempts whose cost nobody knows, in any of them.</param>
/// <param name="Median">Half of them cost this or less.</param>
/// <param name="Percentile95">95 in 100 of them cost this or less.</param>
/// <param name="Dearest">The dearest, dearest first.</param>
internal sealed record ConversationReport(
    DateTimeOffset From, long Count, long Calls, decimal Cost, long Uncosted, decimal Median, decimal Percentile95, IReadOnlyList<Conversation> Dearest);
