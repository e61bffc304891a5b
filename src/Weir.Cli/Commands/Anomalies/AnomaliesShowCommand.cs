using System.CommandLine;
using Weir.Cli.Output;
using Weir.Cli.Usage;
using Weir.Gateway;
using Weir.Gateway.Anomalies;
using Weir.Gateway.Storage;

namespace Weir.Cli.Commands.Anomalies;

/// <summary><c>weir anomalies show</c>.</summary>
internal static class AnomaliesShowCommand
{
    public static Command Create()
    {
        var id = new Argument<string>("ID") { Description = "The anomaly's identifier." };
        var (data, config, json) = (CommonOptions.Data(), CommonOptions.Config(), CommonOptions.Json());
        var command = new Verb("show", "Shows one: what it is due to, and what was done about it.", "weir anomalies show an_5b0c2f1e9a7d4c36") { id, data, config, json };
        command.SetAction(parsed => Run(DataPlace.Of(parsed), parsed.GetRequiredValue(id), parsed.GetValue(json)));
        return command;
    }

    private static int Run(StoragePlace data, string id, bool json)
    {
        using var database = data.Open(TimeProvider.System, create: false);
        var found = new AnomalyStore(database).Find(id) ?? throw new StartupException($"there is no anomaly '{Show.Text(id)}'", "'weir anomalies list' shows those that there are.");
        if (json) Console.Out.WriteLine(Json.Page(AnomalyText.Json(found)));
        else foreach (var (name, value) in AnomalyText.Lines(found)) Console.Out.WriteLine($"{name,-10} {value}");
        return WeirCommand.Done;
    }
}
