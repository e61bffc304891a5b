using System.CommandLine;
using Weir.Cli.Output;
using Weir.Cli.Usage;
using Weir.Gateway;
using Weir.Gateway.Alerts;
using Weir.Gateway.Alerts.Mail;
using Weir.Gateway.Configuration;

namespace Weir.Cli.Commands.Alerts;

/// <summary><c>weir alerts test</c>: sends an alert from here, once to each; no gateway is asked.</summary>
internal static class AlertsTestCommand
{
    private static readonly Column[] Columns = [new("alert"), new("way"), new("result")];

    public static Command Create()
    {
        var name = new Argument<string?>("NAME") { Description = "The entry of alerts to try. Default: all.", Arity = ArgumentArity.ZeroOrOne };
        var (config, json) = (CommonOptions.Config(), CommonOptions.Json());
        var command = new Verb("test", "Sends a test alert to every place that the configuration names, whatever kinds it wants, and says which it got to.", "weir alerts test", "weir alerts test ops --config weir.yaml")
        {
            name, config, json,
        };
        command.Notes = ["Exit code 0: all were delivered; 1: one was not."];
        command.SetAction((parsed, cancel) => RunAsync(CommonOptions.ConfigFile(parsed.GetValue(config)), parsed.GetValue(name), parsed.GetValue(json), cancel));
        return command;
    }

    private static async Task<int> RunAsync(string? file, string? name, bool json, CancellationToken cancellationToken)
    {
        var targets = Targets(LoadedConfiguration.Of(file), name);
        using var webhooks = new WebhookSender(TimeProvider.System);
        var mails = new MailSender(TimeProvider.System);
        var alert = TestAlert.At(TimeProvider.System.GetUtcNow());
        var failures = await Task.WhenAll(targets.Select(target => TryAsync(target.Mail is null ? webhooks : mails, alert, target, cancellationToken)));
        var rows = targets.Zip(failures).ToList();
        if (json) Console.Out.WriteLine(Json.Page(rows.Select(row => new { alert = row.First.Name, way = WayOf(row.First), delivered = row.Second is null, error = row.Second })));
        else Table.Write(Columns, [.. rows.Select(row => (string[])[row.First.Name, WayOf(row.First), row.Second ?? "delivered"])]);
        return failures.Any(failure => failure is not null) ? WeirCommand.No : WeirCommand.Done;
    }

    private static IReadOnlyList<AlertTargetModel> Targets(ConfigurationResult configuration, string? name)
    {
        var all = configuration.Model!.Alerts;
        if (all.Count == 0) throw new StartupException($"{configuration.File} names nobody who is told", "Add an entry under alerts, such as alerts: { ops: { webhook: \"${SLACK_WEBHOOK}\", format: slack } }.");
        if (name is null) return all;
        return all.FirstOrDefault(target => target.Name == name) is { } found
            ? [found]
            : throw new StartupException($"{configuration.File} has no alert '{Show.Text(name)}'", Nearest.Remedy(name, [.. all.Select(target => target.Name)], "Declare it under alerts."));
    }

    /// <returns>Why it did not get there, or null.</returns>
    private static async Task<string?> TryAsync(IAlertSender sender, Alert alert, AlertTargetModel target, CancellationToken cancellationToken)
    {
        try
        {
            await sender.SendAsync(alert, target, cancellationToken);
            return null;
        }
        catch (AlertDeliveryException failed)
        {
            return failed.Message;
        }
    }

    private static string WayOf(AlertTargetModel target) => target switch
    {
        { Mail: not null } => "email",
        { Webhook.IsSlack: true } => "slack",
        _ => "webhook",
    };
}
