using System.CommandLine;

namespace Weir.Cli.Commands;

/// <summary>Options that several verbs share, so that they are called the same everywhere.</summary>
internal static class CommonOptions
{
    public static Option<string> Data() => new("--data")
    {
        Description = "Data directory: database and developer key. Or set WEIR_DATA.",
        HelpName = "DIR",
        DefaultValueFactory = _ => Environment.GetEnvironmentVariable("WEIR_DATA") is { Length: > 0 } set ? set : ".weir",
    };

    public static Option<string?> Config() => new("--config", "-c")
    {
        Description = "Configuration file. Default: weir.yaml when there is one here, else the built-in default. Or set WEIR_CONFIG.",
        HelpName = "FILE",
    };

    public static Option<bool> Json() => new("--json") { Description = "Print JSON." };

    public static Option<string?> Reason() => new("--reason") { Description = "Why, in a few words: for the audit log.", HelpName = "TEXT" };

    /// <summary>The file that a command works on, or null for the built-in default.</summary>
    public static string? ConfigFile(string? given) =>
        given
        ?? (Environment.GetEnvironmentVariable("WEIR_CONFIG") is { Length: > 0 } set ? set : null)
        ?? (File.Exists("weir.yaml") ? "weir.yaml" : null);
}
