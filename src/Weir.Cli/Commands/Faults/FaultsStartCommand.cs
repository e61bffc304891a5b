using System.CommandLine;
using System.Text.Json;
using Weir.Cli.Output;
using Weir.Cli.Usage;
using Weir.Gateway.Faults;

namespace Weir.Cli.Commands.Faults;

/// <summary><c>weir faults start</c>. What an option says is sent as it was written: the gateway judges it as it does its configuration.</summary>
internal static class FaultsStartCommand
{
    /// <summary>Options that may be repeated, and the members of the body that their values make up.</summary>
    private static readonly (string Option, string Member, string HelpName, string Description)[] Lists =
    [
        ("--deployment", "deployments", "DEPLOYMENT", "A deployment to break; repeat for more."),
        ("--tenant", "tenants", "TENANT", "Only calls of this tenant; repeat for more."),
        ("--key", "keys", "KEY", "Only calls with this key, by name or identifier; repeat for more."),
        ("--feature", "features", "FEATURE", "Only calls of this feature; repeat for more."),
        ("--model", "models", "MODEL", "Only calls for this model, as clients name it; repeat for more."),
    ];

    private static readonly (string Option, string Member, string HelpName, string Description)[] Values =
    [
        ("--provider", "provider", "PROVIDER", "A provider, all of whose deployments to break, instead of --deployment."),
        ("--percent", "percent", "PERCENT", "How many of 100 attempts to touch. Default: 100."),
        ("--for", "for", "TIME", "How long it lasts, at most 24h. Default: 15m."),
        ("--code", "code", "STATUS", "With --kind status: the answer's status. Default: 503."),
        ("--retry-after", "retry_after", "TIME", "With --kind status: the answer's retry-after, whole seconds. Default: none."),
        ("--wait", "wait", "TIME", "With the kinds delay, slow_first_token, slow_tokens and stall: how long."),
        ("--after", "after", "EVENTS", "With the kinds cut, stall and malformed_event: how many events pass first. Default: 5."),
    ];

    public static Command Create()
    {
        var name = new Argument<string>("NAME") { Description = "A name of your choice." };
        var kind = new Option<string>("--kind") { Description = $"What to do: {string.Join(", ", FaultKinds.Names)}.", HelpName = "KIND", Required = true };
        var lists = Lists.Select(list => new Option<string[]>(list.Option) { Description = list.Description, HelpName = list.HelpName }).ToArray();
        var values = Values.Select(value => new Option<string?>(value.Option) { Description = value.Description, HelpName = value.HelpName }).ToArray();
        var onRequest = new Option<bool>("--only-on-request") { Description = "Only calls with the header x-weir-fault: NAME." };
        var total = new Option<bool>("--allow-total") { Description = "It may take all deployments of a model at a time." };
        var admin = new AdminOptions();
        var command = new Verb(
            "start",
            "Starts a fault, or replaces the one of that name. It ends by itself, or with the gateway's process.",
            "weir faults start outage --deployment gpt-5-mini --kind status --code 503 --percent 20 --for 10m",
            "weir faults start slow --provider openai --kind slow_first_token --wait 8s --tenant staging",
            "weir faults start mine --deployment gpt-5-mini --kind cut --after 40 --only-on-request")
        {
            name, kind,
        };
        foreach (var option in (IEnumerable<Option>)[.. lists[..1], .. values, .. lists[1..], onRequest, total]) command.Options.Add(option);
        admin.AddTo(command);
        command.SetAction(async (parsed, _) =>
        {
            var body = new Dictionary<string, object> { ["kind"] = parsed.GetRequiredValue(kind) };
            foreach (var (option, list) in lists.Zip(Lists))
                if (parsed.GetValue(option) is { Length: > 0 } names) body[list.Member] = names;
            foreach (var (option, value) in values.Zip(Values))
                if (parsed.GetValue(option) is { } text) body[value.Member] = text;
            if (parsed.GetValue(onRequest)) body["only_on_request"] = "true";
            if (parsed.GetValue(total)) body["allow_total"] = "true";
            using var client = admin.Client(parsed);
            var started = await client.SendAsync(HttpMethod.Put, AdminClient.PathOf(parsed.GetRequiredValue(name)), body);
            if (parsed.GetValue(admin.Json)) Console.Out.WriteLine(Json.Page(started));
            else Tell(started);
            return WeirCommand.Done;
        });
        return command;
    }

    private static void Tell(JsonElement started)
    {
        Console.Out.WriteLine($"Started '{Show.Text(started.GetProperty("name").GetString())}'; it ends at {Show.Text(started.GetProperty("ends_at").GetString())}.");
        var spared = started.GetProperty("spared_models").EnumerateArray().Select(model => model.GetString()).ToList();
        if (spared.Count > 0)
            Console.Error.WriteLine($"weir: warning: these models are spared, which would have no deployment left (--allow-total): {Show.Text(string.Join(", ", spared))}");
    }
}
