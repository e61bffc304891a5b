namespace Weir.Gateway.Pricing;

/// <summary>What the machines cost that serve a deployment of the operator's own.</summary>
/// <param name="Hour">US dollars for an hour of one machine.</param>
/// <param name="Machines">How many there are.</param>
/// <param name="Slots">How many attempts they work on at a time when they are full.</param>
internal sealed record MachinePrice(decimal Hour, int Machines, int Slots)
{
    private const long MicrosPerHour = 3_600_000_000;

    /// <summary>A share of an hour is rarely a whole number of decimals: it is rounded to a millionth of a millionth of a dollar.</summary>
    private const int Decimals = 12;

    /// <summary>What the machines cost in a time, whether or not anybody used them.</summary>
    /// <param name="micros">The time in microseconds.</param>
    public decimal CostOf(long micros) => decimal.Round(Hour * Machines * micros / MicrosPerHour, Decimals);

    /// <summary>What is charged for one attempt: its slot's part of the machines, for as long as it held it. What no attempt held is charged to nobody.</summary>
    /// <param name="micros">How long the attempt took, in microseconds.</param>
    public decimal ShareOf(long micros) => decimal.Round(Hour * Machines * micros / (MicrosPerHour * Slots), Decimals);
}
