using System.CommandLine;
using System.Globalization;
using Weir.Cli.Output;
using Weir.Cli.Usage;
using Weir.Gateway;
using Weir.Gateway.Configuration;
using Weir.Gateway.Costs;
using Weir.Gateway.Costs.Reconciliation;
using Weir.Gateway.Model;

namespace Weir.Cli.Commands.Costs;

/// <summary><c>weir costs reconcile</c>: what a provider says was used, beside what the ledger says.</summary>
internal static class CostsReconcileCommand
{
    /// <summary>A year of an organisation's usage, by day, model and key, is smaller.</summary>
    private const int Largest = 256 << 20;

    public static Command Create()
    {
        var file = new Option<string>("--file") { Description = "The provider's export: CSV of its console, or JSON of its usage or cost API.", HelpName = "FILE", Required = true };
        var provider = new Option<string[]>("--provider")
        {
            Description = "The provider, as the configuration names it; repeat for more of one account. Default: those of the export's kind.",
            HelpName = "NAME",
            DefaultValueFactory = _ => [],
        };
        var since = new Option<string?>("--since") { Description = "The first day (UTC). Default: the export's first.", HelpName = "DATE" };
        var until = new Option<string?>("--until") { Description = "The day after the last one (UTC). Default: the day after the export's last.", HelpName = "DATE" };
        var tolerance = new Option<string>("--tolerance") { Description = "How far the two may be apart, in percent.", HelpName = "PERCENT", DefaultValueFactory = _ => "0" };
        var (data, config, json) = (CommonOptions.Data(), CommonOptions.Config(), CommonOptions.Json());
        var command = new Verb(
            "reconcile",
            "Compares the ledger with a provider's own export, by day and model, and lists what differs.",
            "weir costs reconcile --provider openai --file usage.json",
            "weir costs reconcile --file claude_api_cost_2026_11.csv --tolerance 0.5")
        {
            file, provider, since, until, tolerance, json, data, config,
        };
        command.Notes = ["Exit code 1: something differs. Known: OpenAI's usage and costs, Anthropic's usage and costs, each as CSV and as JSON."];
        command.SetAction(parsed => CostRun.With(DataPlace.Of(parsed), (session, _) =>
        {
            var (name, model) = (parsed.GetRequiredValue(file), LoadedConfiguration.Of(CommonOptions.ConfigFile(parsed.GetValue(config))).Model!);
            var export = Read(name);
            if (export.Days is not { } days) throw new CostQueryException($"'{Show.Text(name)}' says of no day that anything was used.", "Export a time in which there were calls.");
            var (first, last) = (Day(parsed.GetValue(since)) ?? days.First, Day(parsed.GetValue(until))?.AddDays(-1) ?? days.Last);
            var providers = Providers(parsed.GetValue(provider)!, export.Format, model);
            var ledger = new LedgerUsage(session, model).Read(providers, first, last);
            var differences = new Comparison(Share(parsed.GetValue(tolerance)!)).Differences(export.Usages, ledger, first, last);
            if (parsed.GetValue(json)) Console.Out.WriteLine(Json.Page(ReconciliationText.Object(export, differences, providers, first, last)));
            else ReconciliationText.Write(export, differences, providers, first, last);
            ReconciliationText.Warn(export);
            return differences.Count == 0 ? WeirCommand.Done : WeirCommand.No;
        }));
        return command;
    }

    private static ProviderExport Read(string file)
    {
        try
        {
            if (new FileInfo(file).Length > Largest) throw new StartupException($"'{Show.Text(file)}' is larger than 256 MiB", "Export a shorter time.");
            return ProviderExport.Read(File.ReadAllText(file));
        }
        catch (FormatException broken)
        {
            throw new StartupException($"'{Show.Text(file)}' cannot be compared: {Show.Text(broken.Message)}", "Give an export of OpenAI's or Anthropic's usage or costs, as CSV or JSON.", broken);
        }
        catch (Exception broken) when (broken is IOException or UnauthorizedAccessException)
        {
            throw new StartupException($"'{Show.Text(file)}' cannot be read", "Name a file.", broken);
        }
    }

    private static string[] Providers(string[] named, ExportFormat format, GatewayModel model)
    {
        var all = model.Providers.Keys.Order(StringComparer.Ordinal).ToList();
        if (named.Except(all).FirstOrDefault() is { } unknown)
            throw new CostQueryException($"the configuration has no provider '{Show.Text(unknown)}'.", Nearest.Remedy(unknown, all, $"There are {string.Join(", ", all)}."));
        var meant = named.Length > 0 ? named : ProvidersOf.Export(format, model);
        return meant.Length > 0 ? meant : throw new CostQueryException($"the configuration has no provider that {format.Name} could be of.", "Name it with --provider.");
    }

    private static DateOnly? Day(string? text)
    {
        if (text is null) return null;
        return DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day)
            ? day
            : throw new CostQueryException($"'{Show.Text(text)}' is no day.", "Write it as 2026-11-01.");
    }

    private static decimal Share(string text) =>
        decimal.TryParse(text.TrimEnd('%'), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var percent) && percent <= 100
            ? percent / 100
            : throw new CostQueryException($"'{Show.Text(text)}' is no percentage.", "Write a number from 0 to 100, such as 0.5.");
}
