namespace Weir.Dialects.Kept;

/// <summary>What a request names that its provider keeps: files, conversations, containers, vector stores, items of answers.</summary>
public sealed class KeptThings
{
    private readonly List<string> _items = [];

    /// <summary>Where in the request the first member stands that names such a thing; null when there is none.</summary>
    public long? At { get; private set; }

    /// <summary>The field of a form that names such a thing, or null.</summary>
    public string? Field { get; init; }

    /// <summary>Identifiers of items of earlier answers that the request refers to without saying what is in them.</summary>
    public IReadOnlyList<string> Items => _items;

    internal void Note(long at) => At ??= at;

    internal void Note(List<string> items) => _items.AddRange(items);
}
