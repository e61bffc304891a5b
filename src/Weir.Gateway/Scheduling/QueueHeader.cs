using System.Globalization;
using Weir.Gateway.Calls;

namespace Weir.Gateway.Scheduling;

/// <summary>Tells a client how long its call has waited for a place at a deployment. Absent where it did not wait.</summary>
internal static class QueueHeader
{
    /// <summary>Milliseconds, of all attempts together.</summary>
    public const string Name = "x-weir-queue-ms";

    private const long MicrosPerMilli = 1_000;

    public static string Of(Call call) => (call.Record.QueuedMicros / MicrosPerMilli).ToString(CultureInfo.InvariantCulture);
}
