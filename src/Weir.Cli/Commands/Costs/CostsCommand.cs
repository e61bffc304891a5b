using System.CommandLine;
using Weir.Cli.Usage;

namespace Weir.Cli.Commands.Costs;

/// <summary><c>weir costs</c>: what calls cost, by whatever they have in common.</summary>
internal static class CostsCommand
{
    public static Command Create() => new Verb("costs", "Looks after the sums of what calls cost.", "weir costs check")
    {
        CostsCheckCommand.Create(),
    };
}
