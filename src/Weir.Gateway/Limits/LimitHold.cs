namespace Weir.Gateway.Limits;

/// <summary>What a call has of one meter.</summary>
/// <param name="Subject">Whose it is.</param>
/// <param name="Meter">The meter.</param>
/// <param name="Reservation">What was set aside there.</param>
internal readonly record struct LimitHold(LimitSubject Subject, LimitMeter Meter, RateReservation Reservation);
