namespace Weir.Gateway.Storage;

/// <summary>The database refused, said so that an operator knows what to do.</summary>
internal sealed class StorageException(StorageProblem problem, string message, string remedy, Exception? inner = null)
    : Exception(message, inner)
{
    public StorageProblem Problem { get; } = problem;

    /// <summary>What the operator can do about it: one sentence.</summary>
    public string Remedy { get; } = remedy;
}
