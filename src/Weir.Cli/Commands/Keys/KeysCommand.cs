using System.CommandLine;
using Weir.Cli.Usage;

namespace Weir.Cli.Commands.Keys;

/// <summary><c>weir keys</c>: the virtual keys that the database keeps.</summary>
internal static class KeysCommand
{
    public static Command Create() => new Verb(
        "keys",
        "Makes, lists, revokes and resumes virtual keys.",
        "weir keys create ci --tenant default",
        "weir keys list",
        "weir keys revoke ci")
    {
        KeysCreateCommand.Create(),
        KeysListCommand.Create(),
        KeysRevokeCommand.Create(),
        KeysResumeCommand.Create(),
    };
}
