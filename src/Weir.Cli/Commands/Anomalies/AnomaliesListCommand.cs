using System.CommandLine;
using Weir.Cli.Output;
using Weir.Cli.Usage;
using Weir.Gateway;
using Weir.Gateway.Anomalies;
using Weir.Gateway.Storage;

namespace Weir.Cli.Commands.Anomalies;

/// <summary><c>weir anomalies list</c>.</summary>
internal static class AnomaliesListCommand
{
    private const int UsualCount = 20;

    private static readonly Column[] Columns =
    [
        new("id"), new("kind"), new("of"), new("name"), new("since"), new("until"), new("spent", IsRight: true), new("usual", IsRight: true), new("key"), new("model"), new("action"),
    ];

    public static Command Create()
    {
        var open = new Option<bool>("--open") { Description = "Only those that go on." };
        var count = new Option<int>("--count", "-n") { Description = $"How many of the newest, 1 to {AnomalyStore.Most}.", HelpName = "NUMBER", DefaultValueFactory = _ => UsualCount };
        var (data, config, json) = (CommonOptions.Data(), CommonOptions.Config(), CommonOptions.Json());
        var command = new Verb("list", "Lists what was found, newest first.", "weir anomalies list", "weir anomalies list --open --json") { open, count, data, config, json };
        command.SetAction(parsed => Run(DataPlace.Of(parsed), parsed.GetValue(count), parsed.GetValue(open), parsed.GetValue(json)));
        return command;
    }

    private static int Run(StoragePlace data, int count, bool openOnly, bool json)
    {
        if (count is < 1 or > AnomalyStore.Most) throw new StartupException($"{count} is out of range for --count", $"Give 1 to {AnomalyStore.Most}.");
        using var database = data.Open(TimeProvider.System, create: false);
        var found = new AnomalyStore(database).Newest(count, openOnly);
        if (json) Console.Out.WriteLine(Json.Page(found.Select(AnomalyText.Json)));
        else if (found.Count > 0) Table.Write(Columns, [.. found.Select(Row)]);
        else Console.Error.WriteLine(openOnly ? "Nothing unusual goes on." : "Nothing unusual was found.");
        return WeirCommand.Done;
    }

    private static string[] Row(Anomaly anomaly) =>
    [
        anomaly.Id,
        anomaly.Kind,
        anomaly.Dimension,
        Show.Text(anomaly.Value, 40),
        Show.Time(anomaly.Since),
        anomaly.Until is { } until ? Show.Time(until) : "goes on",
        AnomalyText.Money(anomaly.Change.Spent),
        AnomalyText.Money(anomaly.Change.Usual),
        Show.Text(anomaly.Key),
        Show.Text(anomaly.Model, 40),
        anomaly.Action,
    ];
}
