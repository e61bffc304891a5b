using System.CommandLine;

namespace Weir.Cli.Commands.Faults;

/// <summary>The options of every verb that talks to a gateway's admin API.</summary>
internal sealed class AdminOptions
{
    public Option<string> Url { get; } = new("--url")
    {
        Description = "Address of the gateway. Or set WEIR_URL.",
        HelpName = "URL",
        DefaultValueFactory = _ => Environment.GetEnvironmentVariable("WEIR_URL") is { Length: > 0 } set ? set : "http://127.0.0.1:8080",
    };

    public Option<string?> Key { get; } = new("--admin-key")
    {
        Description = "The admin key (admin.key of the gateway's configuration). Better set WEIR_ADMIN_KEY: other users can see command lines.",
        HelpName = "KEY",
    };

    public Option<bool> Json { get; } = CommonOptions.Json();

    /// <summary>Adds them to a verb.</summary>
    public void AddTo(Command command)
    {
        command.Options.Add(Url);
        command.Options.Add(Key);
        command.Options.Add(Json);
    }

    /// <summary>Talks to the gateway that the options name.</summary>
    public AdminClient Client(ParseResult parsed) => AdminClient.To(
        parsed.GetValue(Url)!,
        parsed.GetValue(Key) ?? (Environment.GetEnvironmentVariable("WEIR_ADMIN_KEY") is { Length: > 0 } set ? set : null));
}
