using System.CommandLine;
using Weir.Cli.Usage;

namespace Weir.Cli.Commands.Anomalies;

/// <summary><c>weir anomalies</c>: unusual spending and loops that gateways found.</summary>
internal static class AnomaliesCommand
{
    public static Command Create() => new Verb("anomalies", "Shows unusual spending, and sessions that went round in circles.", "weir anomalies list", "weir anomalies list --open --json", "weir anomalies show an_5b0c2f1e9a7d4c36")
    {
        AnomaliesListCommand.Create(),
        AnomaliesShowCommand.Create(),
    };
}
