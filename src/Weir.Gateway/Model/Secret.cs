namespace Weir.Gateway.Model;

/// <summary>
/// A value that must not be shown. Printing, logging or serialising it gives a mask; the value itself has to be asked for
/// by name, so that every use can be found.
/// </summary>
/// <param name="value">The secret, non-empty.</param>
/// <param name="source">Where it came from, shown instead of it: <c>${OPENAI_API_KEY}</c>, <c>file:/run/secrets/key</c>, or null when written in place.</param>
internal sealed class Secret(string value, string? source = null)
{
    /// <summary>What stands in for a secret written in place.</summary>
    public const string Mask = "********";

    /// <summary>Where the value came from, or null.</summary>
    public string? Source { get; } = source;

    /// <summary>The secret itself.</summary>
    public string Reveal() => value;

    /// <inheritdoc/>
    public override string ToString() => Source ?? Mask;
}
