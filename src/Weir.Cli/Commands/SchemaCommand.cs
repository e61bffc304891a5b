using System.CommandLine;
using Weir.Cli.Usage;
using Weir.Gateway.Configuration.Output;

namespace Weir.Cli.Commands;

/// <summary><c>weir schema</c>: what may stand in a configuration, for editors and for people.</summary>
internal static class SchemaCommand
{
    public static Command Create()
    {
        var markdown = new Option<bool>("--markdown") { Description = "Print the reference page instead: every key, its type, default and meaning." };
        var command = new Verb(
            "schema",
            "Prints the JSON Schema of the configuration, with which editors complete and check it.",
            "weir schema > weir.schema.json",
            "weir schema --markdown")
        {
            markdown,
        };
        command.Notes =
        [
            "Editors that use the YAML language server take this as the first line of weir.yaml:",
            "  # yaml-language-server: $schema=weir.schema.json",
        ];
        command.SetAction(parsed => Console.Out.Write(parsed.GetValue(markdown) ? ConfigReference.Write() : ConfigSchema.Write()));
        return command;
    }
}
