using System.CommandLine;
using System.Text.Json;
using Weir.Cli.Commands.Faults;
using Weir.Cli.Output;
using Weir.Cli.Usage;

namespace Weir.Cli.Commands.Limits;

/// <summary><c>weir limits</c>: what callers use of their limits at this moment, which only a running gateway knows.</summary>
internal static class LimitsCommand
{
    private static readonly Column[] Columns =
        [new("limit"), new("of"), new("unit"), new("size", IsRight: true), new("used", IsRight: true), new("left", IsRight: true), new("free again in", IsRight: true)];

    public static Command Create()
    {
        var limit = new Option<string?>("--limit") { Description = "One limit only: an entry of rate_limits, keys.NAME or tenants.NAME. Default: all.", HelpName = "NAME" };
        var admin = new AdminOptions();
        var command = new Verb("limits", "Shows what callers use of their rate limits now, asked of the running gateway over its admin API.", "weir limits", "weir limits --limit each-user --json")
        {
            limit,
        };
        admin.AddTo(command);
        command.Notes = ["Limits that nobody uses at the moment are not among them; 'weir config' shows all."];
        command.SetAction(async (parsed, _) =>
        {
            using var client = admin.Client(parsed);
            var answer = await client.SendAsync(HttpMethod.Get, parsed.GetValue(limit) is { } name ? $"limits?limit={Uri.EscapeDataString(name)}" : "limits");
            return Print(answer.GetProperty("limits"), parsed.GetValue(admin.Json));
        });
        return command;
    }

    private static int Print(JsonElement limits, bool asJson)
    {
        if (asJson) Console.Out.WriteLine(Json.Page(limits));
        else if (limits.GetArrayLength() > 0) Table.Write(Columns, [.. limits.EnumerateArray().Select(Row)]);
        else Console.Error.WriteLine("Nobody uses anything of a limit at the moment.");
        return WeirCommand.Done;
    }

    private static string[] Row(JsonElement use)
    {
        var (size, used) = (use.GetProperty("size").GetInt64(), use.GetProperty("used").GetInt64());
        return
        [
            Show.Text(use.GetProperty("limit").GetString()),
            use.GetProperty("subject").GetString() is { Length: > 0 } subject ? Show.Text(subject) : "all",
            Show.Text(use.GetProperty("unit").GetString()),
            size.ToString(System.Globalization.CultureInfo.InvariantCulture),
            used.ToString(System.Globalization.CultureInfo.InvariantCulture),
            Math.Max(0, size - used).ToString(System.Globalization.CultureInfo.InvariantCulture),
            $"{use.GetProperty("resets_in_seconds").GetDouble():0} s",
        ];
    }
}
