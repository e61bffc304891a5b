using Weir.Gateway.Configuration.Binding;

namespace Weir.Gateway.Configuration;

/// <summary>A <c>timeouts</c> section. What is not written is taken from the level above.</summary>
internal sealed class TimeoutsConfig : ConfigSection
{
    private const string Inherited = "the value of the level above";

    [Setting("To open a connection, TLS included.", Default = Inherited, Example = "5s")]
    public TimeSpan? Connect { get; set; }

    [Setting("From sending the request to the response's headers.", Default = Inherited, Example = "60s")]
    public TimeSpan? FirstByte { get; set; }

    [Setting("From sending the request to the first content of a streamed answer.", Default = "10s where another deployment could answer instead, else first_byte and then idle", Example = "10s")]
    public TimeSpan? FirstToken { get; set; }

    [Setting("Between two pieces of a response.", Default = Inherited, Example = "60s")]
    public TimeSpan? Idle { get; set; }

    [Setting("The whole attempt.", Default = Inherited, Example = "10m")]
    public TimeSpan? Total { get; set; }

    /// <summary>What holds where nothing is written.</summary>
    public static TimeoutsConfig Defaults() => new()
    {
        Connect = TimeSpan.FromSeconds(5),
        FirstByte = TimeSpan.FromSeconds(60),
        Idle = TimeSpan.FromSeconds(60),
        Total = TimeSpan.FromMinutes(10),
    };

    /// <summary>This level's values, and the other's where this one says nothing.</summary>
    public TimeoutsConfig Over(TimeoutsConfig above) => new()
    {
        Connect = Connect ?? above.Connect,
        FirstByte = FirstByte ?? above.FirstByte,
        FirstToken = FirstToken ?? above.FirstToken,
        Idle = Idle ?? above.Idle,
        Total = Total ?? above.Total,
    };
}
