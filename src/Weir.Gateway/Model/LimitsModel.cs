namespace Weir.Gateway.Model;

/// <summary>Bounds that keep memory and time finite under any load.</summary>
/// <param name="RequestBody">Largest request body in bytes; a larger one is answered with 413.</param>
/// <param name="StreamEvent">Largest single server-sent event in bytes that an upstream may send.</param>
/// <param name="CallsInFlight">Calls at a time; one more is answered with 503.</param>
/// <param name="TranslatedAnswer">Largest plain answer in bytes that is translated between dialects.</param>
/// <param name="Deadline">The longest a call may take, where neither its model nor its key says less.</param>
internal sealed record LimitsModel(long RequestBody, int StreamEvent, int CallsInFlight, long TranslatedAnswer, TimeSpan Deadline)
{
    /// <summary>How many of 100 calls faults may touch within a minute, 0 to 100.</summary>
    public decimal FaultShare { get; init; }

    /// <summary>Bytes of an answer after which no other call can join it.</summary>
    public long SharedAnswer { get; init; } = 4 << 20;

    /// <summary>Bytes of answers that are kept for when nothing else can answer.</summary>
    public long CachedAnswers { get; init; } = 64 << 20;
}
