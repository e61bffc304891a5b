namespace Weir.Gateway.Scheduling;

/// <summary>The names of refusals, as metrics have them.</summary>
internal static class SlotRefusals
{
    public static string NameOf(SlotRefusal why) => why switch
    {
        SlotRefusal.Full => "full",
        SlotRefusal.Shed => "shed",
        _ => "late",
    };
}
