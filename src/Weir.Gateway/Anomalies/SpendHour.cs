namespace Weir.Gateway.Anomalies;

/// <summary>What a subject spent in an hour. A float: it is for statistics, and what people are told is added up exactly.</summary>
/// <param name="Subject">Who.</param>
/// <param name="Hour">Numbered from the Unix epoch.</param>
/// <param name="Cost">US dollars.</param>
internal readonly record struct SpendHour(SpendSubject Subject, long Hour, double Cost);
