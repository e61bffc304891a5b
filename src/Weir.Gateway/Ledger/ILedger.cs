namespace Weir.Gateway.Ledger;

/// <summary>Where settled calls go.</summary>
internal interface ILedger
{
    /// <summary>
    /// Appends a call and its attempts. With <c>committed</c> durability the task ends once the row would survive
    /// <c>kill -9</c> and a power failure; with <c>buffered</c> it ends as soon as the row is queued.
    /// </summary>
    /// <param name="call">Not changed by anybody afterwards.</param>
    /// <exception cref="LedgerException">The row could not be written.</exception>
    ValueTask AppendAsync(CallRecord call);
}
