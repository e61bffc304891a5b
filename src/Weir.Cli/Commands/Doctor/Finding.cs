namespace Weir.Cli.Commands.Doctor;

/// <summary>What the doctor found out about one thing.</summary>
/// <param name="Check">What was looked at.</param>
/// <param name="Detail">What was found.</param>
/// <param name="Remedy">What to do about it; null when all is well.</param>
internal sealed record Finding(string Check, string Detail, string? Remedy = null)
{
    public bool IsFine => Remedy is null;
}
