using Weir.Gateway.Health;

namespace Weir.Gateway.Tests.Scheduling;

/// <summary>A try of a call in a <see cref="RetryStorm"/>.</summary>
/// <param name="Second">In which the call came.</param>
/// <param name="Number">The how-manieth try it is.</param>
internal sealed record StormAttempt(int Second, int Number)
{
    public DateTimeOffset SentAt { get; set; }

    public Trial Trial { get; set; }
}
