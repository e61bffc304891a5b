namespace Weir.Lab.Simulator.Chat;

/// <summary>How many tokens a simulated model thinks before it speaks.</summary>
internal static class ReasoningEfforts
{
    public static int TokensFor(string? effort) => effort switch
    {
        "minimal" => 4,
        "low" => 16,
        "medium" => 32,
        "high" => 64,
        "xhigh" => 128,
        "max" => 256,
        _ => 0,
    };
}
