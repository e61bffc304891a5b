namespace Weir.Gateway.Costs;

/// <summary>What the calls of one session cost together.</summary>
/// <param name="Tenant">Whose it is.</param>
/// <param name="Session">As the client named it.</param>
/// <param name="Calls">Its calls.</param>
/// <param name="Tokens">Input and output together.</param>
/// <param name="Cost">US dollars, of all attempts that have a known cost.</param>
/// <param name="Uncosted">Attempts whose cost nobody knows.</param>
internal sealed record Conversation(string Tenant, string Session, long Calls, long Tokens, decimal Cost, long Uncosted);
