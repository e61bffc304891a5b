namespace Weir.Bench.Net;

/// <summary>Asked an <see cref="EventLoop"/> to be woken.</summary>
internal interface ITimed
{
    /// <param name="due">When it should have been; now, or a little before.</param>
    void OnTime(long due);
}
