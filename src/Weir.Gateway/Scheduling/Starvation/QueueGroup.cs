namespace Weir.Gateway.Scheduling.Starvation;

/// <summary>Whose calls are told apart from others'.</summary>
/// <param name="Tenant">Who pays; empty for <see cref="Others"/>, and where it is not known.</param>
/// <param name="Feature">The part of the product; empty where none was named.</param>
internal readonly record struct QueueGroup(string Tenant, string Feature)
{
    /// <summary>All that have no line of their own. No tenant's name is empty.</summary>
    public static QueueGroup Others { get; } = new("", "");
}
