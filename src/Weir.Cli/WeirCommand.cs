using System.CommandLine;
using System.CommandLine.Parsing;
using Weir.Cli.Commands;
using Weir.Cli.Commands.Alerts;
using Weir.Cli.Commands.Anomalies;
using Weir.Cli.Commands.Audit;
using Weir.Cli.Commands.Costs;
using Weir.Cli.Commands.Doctor;
using Weir.Cli.Commands.Drill;
using Weir.Cli.Commands.Budgets;
using Weir.Cli.Commands.Faults;
using Weir.Cli.Commands.Keys;
using Weir.Cli.Commands.Ledger;
using Weir.Cli.Commands.Limits;
using Weir.Cli.Commands.Prices;
using Weir.Cli.Commands.Queue;
using Weir.Cli.Usage;
using Weir.Gateway;
using Weir.Gateway.Storage;

namespace Weir.Cli;

/// <summary>The command line: <c>weir VERB …</c>. Exit codes: 0 done, 1 the answer is no, 2 it could not be done.</summary>
internal static class WeirCommand
{
    public const int Done = 0;
    public const int No = 1;
    public const int CannotDo = 2;

    public static async Task<int> InvokeAsync(string[] args)
    {
        // A word that begins with @ is a word: names of keys may.
        var parsed = CommandLineParser.Parse(Root(), args.Length == 0 ? ["--help"] : args, new ParserConfiguration { ResponseFileTokenReplacer = null });
        if (WrongUsage.IsWrong(parsed)) return WrongUsage.Refuse(parsed);
        try
        {
            return await parsed.InvokeAsync(new InvocationConfiguration { EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = null });
        }
        catch (StartupException broken)
        {
            return Refuse(broken.Message, broken.Remedy);
        }
        catch (StorageException broken)
        {
            return Refuse(broken.Message, broken.Remedy);
        }
        catch (InvalidDataException broken)
        {
            return Refuse($"the database holds {broken.Message}", "A newer Weir may have written it: run that one, or restore a backup.");
        }
    }

    /// <summary>Says in one line why something could not be done, and what to do about it.</summary>
    public static int Refuse(string message, string remedy)
    {
        // All errors of a configuration at once: each has a line and a place of its own.
        if (message.Contains('\n')) Console.Error.WriteLine($"{message}{Environment.NewLine}weir: {remedy}");
        else Console.Error.WriteLine($"weir: {message}{(message[^1] is '.' or '?' or '!' ? "" : ".")} {remedy}");
        return CannotDo;
    }

    /// <summary>All verbs.</summary>
    internal static RootCommand Root()
    {
        var root = new RootCommand("Weir stands between your applications and the model providers they depend on: one program that keeps cost, "
            + $"reliability and scale in hand.{Environment.NewLine}{Environment.NewLine}"
            + "Exit codes: 0 done, 1 the answer is no (alerts, check, costs check, doctor, drill, ledger show, migrate, prices), 2 it could not be done.")
        {
            UpCommand.Create(),
            CheckCommand.Create(),
            ConfigCommand.Create(),
            SchemaCommand.Create(),
            ProvidersCommand.Create(),
            KeysCommand.Create(),
            LedgerCommand.Create(),
            PricesCommand.Create(),
            AuditCommand.Create(),
            CostsCommand.Create(),
            FaultsCommand.Create(),
            AlertsCommand.Create(),
            AnomaliesCommand.Create(),
            BudgetsCommand.Create(),
            LimitsCommand.Create(),
            QueueCommand.Create(),
            DoctorCommand.Create(),
            MigrateCommand.Create(),
            SimCommand.Create(),
            DrillCommand.Create(),
        };
        SameOptions.Complete(root);
        VerbHelp.Install(root, "weir up", "weir ledger tail", "weir doctor");
        return root;
    }
}
