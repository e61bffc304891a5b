namespace Weir.Gateway.Scheduling.Starvation;

/// <summary>A call's time at a deployment: it came, waited, had a place and left. Times are microseconds since the Unix epoch.</summary>
/// <param name="Group">Whose it is, as <see cref="Stays"/> numbers groups.</param>
/// <param name="Came">When it wanted a place.</param>
/// <param name="Began">When it got one; where it got none, when it waited no longer.</param>
/// <param name="Ended">When it gave it back; where it got none, the same as <paramref name="Began"/>.</param>
/// <param name="Places">How much of a place it held: 1, and less where several calls were one attempt.</param>
/// <param name="End">Whether it got a place.</param>
internal readonly record struct Stay(int Group, long Came, long Began, long Ended, double Places, StayEnd End)
{
    /// <summary>How long it waited, in microseconds.</summary>
    public long Waited => Began - Came;
}
