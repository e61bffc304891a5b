namespace Weir.Gateway.Scheduling;

/// <summary>What became of the wish for a slot.</summary>
/// <param name="Slot">The slot, which has to be left again; null with a refusal.</param>
/// <param name="Refusal">Why there was none, or null.</param>
/// <param name="RetryAfter">After how long it is worth asking again: what waits before it, by the rate at which it is served. 1 to 60 seconds with a refusal, else zero.</param>
internal readonly record struct SlotResult(Slot? Slot, SlotRefusal? Refusal = null, TimeSpan RetryAfter = default)
{
    public bool IsEntered => Slot is not null;
}
