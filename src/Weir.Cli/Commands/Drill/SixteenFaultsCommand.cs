using System.CommandLine;
using Weir.Cli.Output;
using Weir.Cli.Usage;
using Weir.Gateway;
using Weir.Lab.Drills;
using Weir.Lab.Drills.SixteenFaults;

namespace Weir.Cli.Commands.Drill;

/// <summary><c>weir drill sixteen-faults</c>: plays every fault once and says how the gateway took it.</summary>
internal static class SixteenFaultsCommand
{
    private static readonly int Width = TheSixteen.All.Max(fault => fault.Name.Length);

    public static Command Create()
    {
        var (against, only, port) = (DrillOptions.Against(), DrillOptions.Only(), DrillOptions.Port());
        var key = new Option<string?>("--key") { Description = "The key that the gateway at --against wants.", HelpName = "KEY" };
        var print = new Option<bool>("--print-config") { Description = "Print how a gateway has to be configured for the faults, and play none." };
        var command = new Verb(
            "sixteen-faults",
            "Plays sixteen faults of providers, one call each, and tells what client and upstream saw. Takes 80 seconds.",
            "weir drill sixteen-faults",
            "weir drill sixteen-faults --only cut",
            "weir drill sixteen-faults --print-config",
            "weir drill sixteen-faults --against http://127.0.0.1:4000 --key sk-1234")
        {
            against, only, port, key, print,
        };
        command.Notes = ["Faults:", .. TheSixteen.All.Select(fault => $"  {fault.Name.PadRight(Width)}  {fault.Story}")];
        command.SetAction((parsed, _) =>
        {
            IReadOnlyList<FaultCase> faults = parsed.GetValue(only) is { } one ? [one] : TheSixteen.All;
            var url = parsed.GetValue(against);
            var first = parsed.GetValue(port) ?? (url is null && !parsed.GetValue(print) ? 0 : DrillOptions.StandardPort);
            return parsed.GetValue(print)
                ? Task.FromResult(Print(first, faults))
                : Interruptible.RunAsync(stop => PlayAsync(faults, url, parsed.GetValue(key), first, stop));
        });
        return command;
    }

    private static int Print(int port, IReadOnlyList<FaultCase> faults)
    {
        var (primary, fallback) = (new Uri($"http://127.0.0.1:{port}/v1"), new Uri($"http://127.0.0.1:{port + 1}/v1"));
        // A comment, so that all of it is a file for Weir.
        foreach (var line in SixteenSetup.Words(primary, fallback, faults).TrimEnd().Split('\n')) Console.Out.WriteLine($"# {line}".TrimEnd());
        Console.Out.WriteLine();
        Console.Out.Write(SixteenSetup.Weir(primary, fallback, faults));
        return WeirCommand.Done;
    }

    private static async Task<int> PlayAsync(IReadOnlyList<FaultCase> faults, Uri? against, string? key, int port, CancellationToken stop)
    {
        await using var upstreams = await StartAsync(port, stop);
        await using var own = against is null
            ? await DrillGateway.StartAsync(SixteenSetup.Weir(upstreams.PrimaryUrl, upstreams.FallbackUrl, faults), TimeProvider.System, 1, stop)
            : null;
        if (own is null) Console.Out.WriteLine(SixteenSetup.Words(upstreams.PrimaryUrl, upstreams.FallbackUrl, faults));
        using var client = new DrillClient(own?.Address ?? against!, own?.Key ?? key, TimeProvider.System);
        var results = await new SixteenFaultsDrill(upstreams, client, TimeProvider.System).RunAsync(faults, Tell, stop);
        var passed = results.Count(result => result.IsPassed);
        Console.Out.WriteLine($"{passed} of {Show.Count(results.Count, "fault")} passed.");
        return passed == results.Count ? WeirCommand.Done : WeirCommand.No;
    }

    private static async Task<SixteenUpstreams> StartAsync(int port, CancellationToken stop)
    {
        try
        {
            return await SixteenUpstreams.StartAsync(port, TimeProvider.System, stop);
        }
        catch (Exception broken) when (ListenFailure.IsOne(broken))
        {
            throw new StartupException(
                $"the upstreams cannot listen on 127.0.0.1, ports {port} and {port + 1}: {broken.GetBaseException().Message}", "Choose another port with --port.", broken);
        }
    }

    private static void Tell(FaultResult result) => Console.Out.WriteLine(
        $"{(result.IsPassed ? Paint.Green("pass") : Paint.Red("FAIL"))}  {result.Case.Name.PadRight(Width)}  {FaultReport.Of(result)}");
}
