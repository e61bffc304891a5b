using System.CommandLine;
using Weir.Cli.Usage;

namespace Weir.Cli.Commands.Alerts;

/// <summary><c>weir alerts</c>: who is told when something happens.</summary>
internal static class AlertsCommand
{
    public static Command Create() => new Verb("alerts", "Tries the places that alerts are sent to.", "weir alerts test", "weir alerts test ops --config weir.yaml")
    {
        AlertsTestCommand.Create(),
    };
}
