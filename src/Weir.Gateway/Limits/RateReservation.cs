namespace Weir.Gateway.Limits;

/// <summary>What a call that runs has of a <see cref="RateWindow"/>. Settled once, whatever becomes of the call.</summary>
/// <param name="Expected">What was set aside for what it produces.</param>
/// <param name="Held">What of that is set aside at present.</param>
/// <param name="Bucket">The part of the window in which it began to count.</param>
/// <param name="First">How much was counted there at its beginning.</param>
/// <param name="Counted">All that was counted for it so far, <see cref="First"/> included.</param>
/// <param name="LastBucket">The part of the window that was counted in last.</param>
/// <param name="Last">How much of <see cref="Counted"/> went there, beyond <see cref="First"/>.</param>
internal readonly record struct RateReservation(long Expected, long Held, long Bucket, long First, long Counted, long LastBucket, long Last);
