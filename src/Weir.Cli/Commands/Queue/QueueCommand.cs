using System.CommandLine;
using System.Text;
using System.Text.Json;
using Weir.Cli.Commands.Costs;
using Weir.Cli.Usage;
using Weir.Gateway.Scheduling.Starvation;

namespace Weir.Cli.Commands.Queue;

/// <summary><c>weir queue</c>: who waited for deployments, and who held them meanwhile.</summary>
internal static class QueueCommand
{
    private static readonly JsonWriterOptions Indented = new() { Indented = true, Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static Command Create()
    {
        var since = new Option<string>("--since")
        {
            Description = "From this time on: how long ago, such as 15m or 12h, or a date.", HelpName = "TIME", DefaultValueFactory = _ => QueueQueryText.UsualTime,
        };
        var until = new Option<string?>("--until") { Description = "Until this time. Default: until now.", HelpName = "TIME" };
        var deployment = new Option<string?>("--deployment") { Description = "One deployment only. Default: all.", HelpName = "NAME" };
        var tenant = new Option<string?>("--tenant") { Description = "Only lines of this tenant; who held places is still all.", HelpName = "TENANT" };
        var feature = new Option<string?>("--feature") { Description = "Only lines of this feature; who held places is still all.", HelpName = "FEATURE" };
        var top = new Option<string?>("--top")
        {
            Description = "Of each deployment so many lines that waited longest and as many that held most, "
                + $"1 to {QueueQuery.MostLines}; the rest are 'others'. Default: {QueueQuery.UsualLines}.",
            HelpName = "NUMBER",
        };
        var (data, config, json) = (CommonOptions.Data(), CommonOptions.Config(), CommonOptions.Json());
        var command = new Verb(
            "queue",
            "Shows who waited for deployments, and who held them meanwhile.",
            "weir queue --since 15m",
            "weir queue --tenant acme --feature chat --since 2026-11-01T09:00 --until 2026-11-01T10:00",
            "weir queue --deployment gpt-eu --json")
        {
            since, until, deployment, tenant, feature, top, json, data, config,
        };
        command.Notes = ["From the ledger: calls of all gateways on its database, and none that is still under way."];
        command.SetAction(parsed => CostRun.With(DataPlace.Of(parsed), (session, time) =>
        {
            var query = QueueQueryText.Read(parsed.GetValue(since), parsed.GetValue(until), parsed.GetValue(top), time.GetUtcNow()) with
            {
                Deployment = parsed.GetValue(deployment), Tenant = parsed.GetValue(tenant), Feature = parsed.GetValue(feature),
            };
            var report = new QueueStore(session).Report(query);
            if (parsed.GetValue(json)) WriteJson(report);
            else QueueTable.Write(report);
            return WeirCommand.Done;
        }));
        return command;
    }

    private static void WriteJson(QueueReport report)
    {
        using var page = new MemoryStream();
        using (var json = new Utf8JsonWriter(page, Indented)) QueueJson.Write(json, report);
        Console.Out.WriteLine(Encoding.UTF8.GetString(page.GetBuffer(), 0, (int)page.Length));
    }
}
