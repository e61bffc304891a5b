namespace Weir.Gateway.Scheduling.Fairness;

/// <summary>A tenant in a band: what it has been served, and which of its attempts wait. Guarded by the limit's lock.</summary>
/// <param name="tenant">Its name.</param>
internal sealed class Flow(string tenant)
{
    private readonly IndexedHeap<Waiter, ByDeadline> _byDeadline = new();
    private readonly LinkedList<Waiter> _byArrival = new();
    private int _placeByService = -1;
    private int _placeBySecured = -1;

    public string Tenant => tenant;

    /// <summary>Its share against other tenants', more than 0.</summary>
    public double Weight { get; private set; } = 1;

    /// <summary>The share of the deployment that it has at least when it wants it, 0 (none) to 1.</summary>
    public double Guaranteed { get; private set; }

    /// <summary>What it has been served in dollars, over its weight; never less than what the band's clock showed when it last came from idle.</summary>
    public double Service { get; set; }

    /// <summary>What it has been served in dollars, over what it is guaranteed; on the scale of what the whole band has been served.</summary>
    public double Secured { get; set; }

    /// <summary>When it was served last, as a number that grows: of two that have had the same the other one is next.</summary>
    public long ServedAs { get; set; }

    /// <summary>How many of its attempts are under way.</summary>
    public int Running { get; set; }

    /// <summary>How many wait.</summary>
    public int Waiting => _byDeadline.Count;

    /// <summary>What those who wait are expected to cost together, in dollars.</summary>
    public double Wanted { get; private set; }

    /// <summary>Whether its queue stands. One tenant's crowd says nothing of another's.</summary>
    public QueueDelay Delay { get; } = new();

    /// <summary>Since when nothing of it runs or waits.</summary>
    public TimeSpan IdleSince { get; set; }

    /// <summary>Its place among those that are idle; null while it never was.</summary>
    public LinkedListNode<Flow>? Idle { get; set; }

    public void Adopt(double weight, double guaranteed) => (Weight, Guaranteed) = (weight, guaranteed);

    public void Add(Waiter waiter)
    {
        _byDeadline.Add(waiter);
        _byArrival.AddLast(waiter.Node);
        Wanted += waiter.Cost;
    }

    public void Remove(Waiter waiter)
    {
        _byDeadline.Remove(waiter);
        _byArrival.Remove(waiter.Node);
        Wanted = Waiting == 0 ? 0 : Wanted - waiter.Cost;
        if (Waiting == 0) Delay.Emptied();
    }

    /// <summary>Whoever is next: the one whose answer has to begin soonest.</summary>
    /// <param name="lastFirst">The one that came last instead: of a queue that stands the first would be answered too late.</param>
    public Waiter? Next(bool lastFirst) => lastFirst ? Last : _byDeadline.First;

    /// <summary>The one that came last, or null.</summary>
    public Waiter? Last => _byArrival.Last?.Value;

    /// <summary>The least served first; among equals the one that was served longest ago, so that none of them starves.</summary>
    internal sealed class ByService : IHeapOrder<Flow>
    {
        public static bool IsBefore(Flow one, Flow other) =>
            one.Service < other.Service || (one.Service <= other.Service && one.ServedAs < other.ServedAs);

        public static ref int Place(Flow item) => ref item._placeByService;
    }

    /// <summary>The one that lacks most of what it is guaranteed first.</summary>
    internal sealed class BySecured : IHeapOrder<Flow>
    {
        public static bool IsBefore(Flow one, Flow other) => one.Secured < other.Secured;

        public static ref int Place(Flow item) => ref item._placeBySecured;
    }

    /// <summary>Earliest deadline first; among equals in the order of their coming.</summary>
    private sealed class ByDeadline : IHeapOrder<Waiter>
    {
        public static bool IsBefore(Waiter one, Waiter other) => one.Due < other.Due || (one.Due == other.Due && one.Number < other.Number);

        public static ref int Place(Waiter item) => ref item.Place;
    }
}
