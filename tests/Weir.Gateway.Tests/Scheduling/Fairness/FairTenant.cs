using Weir.Gateway.Model;
using Weir.Gateway.Scheduling;

namespace Weir.Gateway.Tests.Scheduling.Fairness;

/// <summary>A tenant of a <see cref="FairScene"/>.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Input">Tokens of each request.</param>
/// <param name="Output">Tokens of an answer in the mean.</param>
internal sealed record FairTenant(string Name, long Input, long Output)
{
    /// <summary>A dollar for a million tokens read, four for a million written.</summary>
    public static readonly ServiceCosts Costs = new(1e-6, 0.5e-6, 4e-6);

    public double Weight { get; init; } = 1;

    public double Guaranteed { get; init; }

    /// <summary>How much its answers differ in length, as a share of <see cref="Output"/> to either side.</summary>
    public double Scatter { get; init; } = 0.5;

    public CallPriority Priority { get; init; } = CallPriority.Normal;

    /// <summary>How many it keeps waiting, whatever it is served.</summary>
    public int Backlog { get; set; } = 20;

    public List<(Task<SlotResult> Slot, long Output)> Waiting { get; } = [];

    /// <summary>What its tokens that were read and written cost, in dollars.</summary>
    public double Served { get; set; }

    /// <summary>How many of its attempts have begun.</summary>
    public int Begun { get; set; }
}
