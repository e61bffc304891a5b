using Weir.Gateway.Anomalies;
using Weir.Gateway.Anomalies.Holds;
using Weir.Gateway.Anomalies.Loops;

namespace Weir.Gateway.Configuration;

/// <summary>Turns an <c>anomalies</c> section without errors into what counts as unusual.</summary>
internal static class AnomaliesBuilder
{
    public static AnomaliesModel Build(AnomaliesConfig anomalies)
    {
        var loops = anomalies.Loops;
        return new AnomaliesModel(
            anomalies.Enabled, anomalies.Floor, anomalies.NewFloor, anomalies.Subjects, TimeZoneInfo.FindSystemTimeZoneById(anomalies.TimeZone),
            Hold(anomalies.Action, anomalies.For, anomalies.CallsPerMinute),
            new LoopsModel(loops.Enabled, loops.Calls, Hold(loops.Action, loops.For, loops.CallsPerMinute)));
    }

    private static HoldModel Hold(string action, TimeSpan lasts, int calls) => new(Enum.Parse<HoldAction>(action, ignoreCase: true), lasts, calls);
}
