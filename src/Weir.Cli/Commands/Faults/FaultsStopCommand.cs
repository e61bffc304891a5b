using System.CommandLine;
using Weir.Cli.Output;
using Weir.Cli.Usage;

namespace Weir.Cli.Commands.Faults;

/// <summary><c>weir faults stop</c>.</summary>
internal static class FaultsStopCommand
{
    public static Command Create()
    {
        var name = new Argument<string>("NAME") { Description = "The fault's name." };
        var admin = new AdminOptions();
        var command = new Verb("stop", "Ends a fault at once. One of the configuration stays stopped until its entry changes or the gateway starts anew.", "weir faults stop outage")
        {
            name,
        };
        admin.AddTo(command);
        command.SetAction(async (parsed, _) =>
        {
            using var client = admin.Client(parsed);
            var stopped = await client.SendAsync(HttpMethod.Delete, AdminClient.PathOf(parsed.GetRequiredValue(name)));
            Console.Out.WriteLine(parsed.GetValue(admin.Json)
                ? Json.Page(stopped)
                : $"Stopped '{Show.Text(stopped.GetProperty("name").GetString())}'; it touched {stopped.GetProperty("injected")} attempts.");
            return WeirCommand.Done;
        });
        return command;
    }
}
