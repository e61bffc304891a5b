using System.Security.Cryptography;
using System.Text;

namespace Weir.Gateway.Alerts;

/// <summary>Something that people should know. Names, figures and times only: nothing of what calls say goes into one.</summary>
internal sealed record Alert
{
    /// <summary>What it is about: one of <see cref="AlertKinds.All"/>.</summary>
    public required string Kind { get; init; }

    public required AlertSeverity Severity { get; init; }

    /// <summary>One line that says what happened, and to whom.</summary>
    public required string Title { get; init; }

    /// <summary>A few plain sentences: what happened, how much it is, what can be done about it.</summary>
    public required string Text { get; init; }

    /// <summary>The same as names and values, in the order in which they are to be shown.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Facts { get; init; } = [];

    /// <summary>When it happened.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>Names the occurrence: of alerts with one kind and one key, one is delivered within <see cref="RecentAlerts.Quiet"/>.</summary>
    public required string DedupeKey { get; init; }

    /// <summary>Names this one alert; the same whenever it is asked for.</summary>
    public string Id => "alert_" + Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{Kind}\n{DedupeKey}\n{At.UtcTicks}")).AsSpan(0, 8));
}
