using System.CommandLine;
using Weir.Cli.Usage;

namespace Weir.Cli.Commands.Prices;

/// <summary><c>weir prices</c>: what models cost, and what calls did.</summary>
internal static class PricesCommand
{
    public static Command Create() => new Verb(
        "prices",
        "Shows what models cost, prices what was used, and takes prices over from public catalogues.",
        "weir prices list --provider openai",
        "weir prices show openai/gpt-5.6",
        "weir prices cost --model openai/gpt-5.6 --usage answer.json")
    {
        PricesListCommand.Create(),
        PricesShowCommand.Create(),
        PricesCostCommand.Create(),
        PricesImportCommand.Create(),
        PricesRecomputeCommand.Create(),
    };
}
