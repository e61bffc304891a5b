namespace Weir.Testing;

/// <summary>How <see cref="WeirProcess"/> starts the program.</summary>
internal sealed record WeirProcessOptions
{
    /// <summary>The executable; null for the one beside the tests.</summary>
    public string? Program { get; init; }

    /// <summary>The configuration file's text; null for the built-in default.</summary>
    public string? Configuration { get; init; }

    /// <summary>The data directory, which then stays; null for one that goes with the process.</summary>
    public string? Data { get; init; }

    /// <summary>Where to listen. Default: any free port.</summary>
    public string Listen { get; init; } = "http://127.0.0.1:0";

    /// <summary>Variables that differ from the tests' own; null takes one away.</summary>
    public IReadOnlyDictionary<string, string?> Environment { get; init; } = new Dictionary<string, string?>();
}
