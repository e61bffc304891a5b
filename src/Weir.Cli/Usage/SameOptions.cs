using System.CommandLine;
using Weir.Cli.Commands;

namespace Weir.Cli.Usage;

/// <summary>
/// Has every verb that takes one of <c>--data</c> and <c>--config</c> take the other as well, so that what names a gateway's
/// files can stand behind any of them: in a script, or in the history of a shell at night.
/// </summary>
internal static class SameOptions
{
    private const string NotRead = " Taken so that the same options fit every verb; this one does not need it.";

    /// <summary>Completes the options of a verb and of all below it.</summary>
    public static void Complete(Command verb)
    {
        foreach (var below in verb.Subcommands) Complete(below);
        var (data, config) = (CommonOptions.Data(), CommonOptions.Config());
        var (hasData, hasConfig) = (Has(verb, data), Has(verb, config));
        if (hasData && !hasConfig) verb.Options.Add(WithNote(config));
        if (hasConfig && !hasData) verb.Options.Add(WithNote(data));
    }

    private static bool Has(Command verb, Option option) => verb.Options.Any(own => own.Name == option.Name);

    private static Option WithNote(Option option)
    {
        option.Description += NotRead;
        return option;
    }
}
