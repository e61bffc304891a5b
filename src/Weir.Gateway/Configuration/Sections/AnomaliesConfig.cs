using Weir.Gateway.Configuration.Binding;

namespace Weir.Gateway.Configuration;

/// <summary>The <c>anomalies</c> section.</summary>
internal sealed class AnomaliesConfig : ConfigSection
{
    [Setting("Whether Weir looks for unusual spending.")]
    public bool Enabled { get; set; } = true;

    [Setting("What is spent in an hour below this is never unusual, 0.01 or more.", Unit = "USD", Example = "5")]
    public decimal Floor { get; set; } = 1;

    [Setting("From when on an hour is unusual of who has been calling for less than a week, so that nothing is known of what is usual; at least floor.", Unit = "USD", Example = "50")]
    public decimal NewFloor { get; set; } = 20;

    [Setting("How many tenants, features, users and keys are watched, of each: those that spend. 10 to 100000; each takes 5 KB.", Example = "5000")]
    public int Subjects { get; set; } = 1_000;

    [Setting("The time zone (IANA) that says when days and weekends are.", Example = "Europe/Berlin")]
    public string TimeZone { get; set; } = "UTC";

    [Setting("What is done about it, besides telling who is to be told: notify (nothing), throttle or pause the key that most of the rise is due to, if that is half of it or more.", Choices = ["notify", "throttle", "pause"], Example = "throttle")]
    public string Action { get; set; } = "notify";

    [Setting("For how long a key is throttled or paused, 1m to 7d.", Example = "4h")]
    public TimeSpan For { get; set; } = TimeSpan.FromHours(1);

    [Setting("How many calls a minute a throttled key may make, 1 to 10000.", Example = "30")]
    public int CallsPerMinute { get; set; } = 10;

    [Setting("Sessions that ask almost the same again and again.")]
    public LoopsConfig Loops { get; set; } = new();
}
