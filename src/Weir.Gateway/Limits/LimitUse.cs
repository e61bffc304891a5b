namespace Weir.Gateway.Limits;

/// <summary>How much is used of one number of a limit.</summary>
/// <param name="Limit">The limit's name.</param>
/// <param name="Subject">Whose use it is; empty where all have the limit together.</param>
/// <param name="Unit">What is counted, as it is configured.</param>
/// <param name="Size">The number.</param>
/// <param name="Used">What is used and set aside.</param>
/// <param name="ResetIn">In how long nothing is used any more, if nothing is added.</param>
internal sealed record LimitUse(string Limit, string Subject, string Unit, long Size, long Used, TimeSpan ResetIn);
