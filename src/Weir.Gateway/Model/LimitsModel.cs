namespace Weir.Gateway.Model;

/// <summary>Bounds that keep memory finite under any load.</summary>
/// <param name="RequestBody">Largest request body in bytes; a larger one is answered with 413.</param>
/// <param name="StreamEvent">Largest single server-sent event in bytes that an upstream may send.</param>
/// <param name="CallsInFlight">Calls at a time; one more is answered with 503.</param>
/// <param name="TranslatedAnswer">Largest plain answer in bytes that is translated between dialects.</param>
internal sealed record LimitsModel(long RequestBody, int StreamEvent, int CallsInFlight, long TranslatedAnswer)
{
    /// <summary>How many of 100 calls faults may touch within a minute, 0 to 100.</summary>
    public decimal FaultShare { get; init; }
}
