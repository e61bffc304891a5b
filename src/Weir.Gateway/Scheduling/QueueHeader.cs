using System.Globalization;
using Weir.Gateway.Calls;

namespace Weir.Gateway.Scheduling;

/// <summary>Tells a client how long its call has waited for its turn at a deployment. Absent where it did not wait.</summary>
internal static class QueueHeader
{
    /// <summary>Milliseconds, of all attempts together.</summary>
    public const string Name = "x-weir-queue-ms";

    private const long MicrosPerMilli = 1_000;

    /// <summary>Writes the header, unless the answer has begun.</summary>
    public static void Tell(Call call)
    {
        if (call.Record.QueuedMicros > 0 && !call.Http.Response.HasStarted)
            call.Http.Response.Headers[Name] = (call.Record.QueuedMicros / MicrosPerMilli).ToString(CultureInfo.InvariantCulture);
    }
}
