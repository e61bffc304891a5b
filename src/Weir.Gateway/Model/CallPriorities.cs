namespace Weir.Gateway.Model;

/// <summary>The names of priorities: in the configuration, in <c>x-weir-priority</c>, in metrics.</summary>
internal static class CallPriorities
{
    /// <summary>All of them, the highest first.</summary>
    public const int Count = 3;

    public static string NameOf(CallPriority priority) => priority switch
    {
        CallPriority.High => "high",
        CallPriority.Low => "low",
        _ => "normal",
    };

    /// <summary>The priority of a name, or null.</summary>
    public static CallPriority? Find(string name) => name switch
    {
        "high" => CallPriority.High,
        "normal" => CallPriority.Normal,
        "low" => CallPriority.Low,
        _ => null,
    };
}
