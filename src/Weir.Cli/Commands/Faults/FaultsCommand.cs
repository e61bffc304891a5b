using System.CommandLine;
using Weir.Cli.Usage;

namespace Weir.Cli.Commands.Faults;

/// <summary><c>weir faults</c>: faults in a running gateway, by way of its admin API.</summary>
internal static class FaultsCommand
{
    public static Command Create() => new Verb(
        "faults",
        "Breaks deployments of a running gateway on purpose, and mends them.",
        "weir faults list",
        "weir faults start outage --deployment gpt-5-mini --kind status --code 503 --percent 20 --for 10m",
        "weir faults stop outage")
    {
        FaultsListCommand.Create(),
        FaultsStartCommand.Create(),
        FaultsStopCommand.Create(),
    };
}
