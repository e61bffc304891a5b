using System.CommandLine;

namespace Weir.Cli.Usage;

/// <summary>A command of the command line, with the examples that every one has.</summary>
internal sealed class Verb(string name, string description, params string[] examples) : Command(name, description)
{
    /// <summary>Command lines to paste.</summary>
    public IReadOnlyList<string> Examples { get; } = examples;

    /// <summary>More lines for the end of the help, such as a table.</summary>
    public IReadOnlyList<string> Notes { get; set; } = [];
}
