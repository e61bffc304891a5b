using Weir.Gateway.Configuration.Binding;

namespace Weir.Gateway.Configuration;

/// <summary>The <c>loops</c> section of <c>anomalies</c>.</summary>
internal sealed class LoopsConfig : ConfigSection
{
    [Setting("Whether Weir looks for loops: calls of one session (or of one user with one key) that end with almost the same message, while what is sent grows.")]
    public bool Enabled { get; set; } = true;

    [Setting("How many such calls within ten minutes are a loop, 3 to 32. Of calls that do not grow it takes twice as many within a minute.", Example = "12")]
    public int Calls { get; set; } = 8;

    [Setting("What is done about it, besides telling who is to be told: notify (nothing), throttle or pause the session.", Choices = ["notify", "throttle", "pause"], Example = "pause")]
    public string Action { get; set; } = "notify";

    [Setting("For how long a session is throttled or paused, 1m to 1d.", Example = "1h")]
    public TimeSpan For { get; set; } = TimeSpan.FromMinutes(10);

    [Setting("How many calls a minute a throttled session may make, 1 to 10000.", Example = "2")]
    public int CallsPerMinute { get; set; } = 4;
}
