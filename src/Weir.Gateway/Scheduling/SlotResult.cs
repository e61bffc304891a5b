namespace Weir.Gateway.Scheduling;

/// <summary>What became of the wish for a slot. The default is a slot, which must be left again.</summary>
/// <param name="Refusal">Why there was none, or null.</param>
/// <param name="RetryAfter">After how long it is worth asking again: what waits, by the rate at which it is served. 1 to 60 seconds with a refusal, else zero.</param>
internal readonly record struct SlotResult(SlotRefusal? Refusal, TimeSpan RetryAfter)
{
    public bool IsEntered => Refusal is null;
}
