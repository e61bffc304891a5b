namespace Weir.Gateway.Ledger;

/// <summary>The ledger could not be written: the disk is full, the file is gone, the queue is over its bound.</summary>
internal sealed class LedgerException(string message, Exception? inner = null) : Exception(message, inner);
