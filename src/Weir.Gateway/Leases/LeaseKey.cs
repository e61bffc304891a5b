namespace Weir.Gateway.Leases;

/// <summary>Names a counter that several replicas share.</summary>
/// <param name="Name">What it is called, such as a budget's name.</param>
/// <param name="Definition">What it counts.</param>
/// <param name="Subject">Whose it is, where there are several; else empty.</param>
/// <param name="Window">The first microsecond of its window since the Unix epoch; 0 where it has none.</param>
internal readonly record struct LeaseKey(string Name, string Definition, string Subject, long Window) : IComparable<LeaseKey>
{
    /// <summary>The order in which rows are locked, the same at all replicas.</summary>
    public int CompareTo(LeaseKey other)
    {
        var order = string.CompareOrdinal(Name, other.Name);
        if (order == 0) order = string.CompareOrdinal(Definition, other.Definition);
        if (order == 0) order = string.CompareOrdinal(Subject, other.Subject);
        return order == 0 ? Window.CompareTo(other.Window) : order;
    }
}
