using System.CommandLine;
using System.Net;
using Weir.Cli.Usage;
using Weir.Gateway;
using Weir.Gateway.Configuration;
using Weir.Lab.Simulator;
using Weir.Lab.Simulator.Faults;

namespace Weir.Cli.Commands;

/// <summary><c>weir sim</c>: the provider simulator as a process of its own.</summary>
internal static class SimCommand
{
    public static Command Create()
    {
        var listen = new Option<string>("--listen")
        {
            Description = "Address to listen on.", HelpName = "URL", DefaultValueFactory = _ => "http://127.0.0.1:8090",
        };
        var seed = new Option<long>("--seed") { Description = "Answers, identifiers and embeddings follow from this number and the request.", HelpName = "NUMBER" };
        var slots = new Option<int?>("--slots") { Description = "Work on so many requests at a time; the others wait without a word. Default: any number.", HelpName = "NUMBER" };
        var key = new Option<string?>("--api-key") { Description = "Ask for this key, as providers do. Default: none.", HelpName = "KEY" };
        var command = new Verb(
            "sim",
            "Runs a simulated provider: it speaks the APIs of OpenAI, Anthropic, Gemini and Bedrock, costs nothing, and fails in every way that is asked of it.",
            "weir sim",
            "weir sim --listen http://127.0.0.1:8090 --seed 7 --api-key sim-key",
            "weir sim --slots 16")
        {
            listen, seed, key, slots,
        };
        command.Notes = Faults();
        command.SetAction((parsed, _) => RunAsync(parsed.GetValue(listen)!, parsed.GetValue(seed), parsed.GetValue(key), parsed.GetValue(slots)));
        slots.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<int?>() is < 1) result.AddError("--slots takes a number from 1.");
        });
        return command;
    }

    private static async Task<int> RunAsync(string listen, long seed, string? key, int? slots)
    {
        using var stop = new StopSignals();
        await using var simulator = await StartAsync(listen, new SimulatorOptions { Listen = EndPointOf(listen), Seed = seed, ApiKey = key, Slots = slots, KeepRequests = 0 });
        Describe(simulator, key is not null);
        await stop.First;
        return WeirCommand.Done;
    }

    private static async Task<SimulatorServer> StartAsync(string listen, SimulatorOptions options)
    {
        try
        {
            return await SimulatorServer.StartAsync(options, TimeProvider.System, CancellationToken.None);
        }
        catch (Exception broken) when (ListenFailure.IsOne(broken))
        {
            throw ListenFailure.Of(listen, broken);
        }
    }

    private static IPEndPoint EndPointOf(string listen) => ListenAddress.TryParse(listen) is { } address
        ? new IPEndPoint(address.Address ?? IPAddress.Loopback, address.Port)
        : throw new StartupException($"'{listen}' is no address to listen on", "Give one such as http://127.0.0.1:8090 with --listen.");

    private static void Describe(SimulatorServer simulator, bool needsKey)
    {
        var output = Console.Out;
        var host = IPAddress.Any.Equals(simulator.EndPoint.Address) || IPAddress.IPv6Any.Equals(simulator.EndPoint.Address)
            ? $"localhost:{simulator.EndPoint.Port}"
            : simulator.EndPoint.ToString();
        output.WriteLine($"The simulator listens on http://{host}/v1");
        foreach (var profile in ModelProfiles.All) output.WriteLine($"  {profile.Name,-12} {profile.Description}");
        output.WriteLine($"  any other model name behaves as {ModelProfiles.Default.Name}");
        output.WriteLine("Faults, as header x-sim-fault: NAME:ARGUMENT or model sim-fault-NAME-ARGUMENT (weir sim --help explains them):");
        foreach (var line in FaultCatalogue.All.Select(fault => fault.Name).Chunk(12)) output.WriteLine("  " + string.Join("  ", line));
        output.WriteLine();
        output.WriteLine("Try it:");
        output.WriteLine($"  curl -N http://{host}/v1/chat/completions {(needsKey ? "-H \"Authorization: Bearer $SIM_KEY\" " : "")}\\");
        output.WriteLine("    -H 'Content-Type: application/json' -d '{\"model\":\"sim-typical\",\"stream\":true,\"messages\":[{\"role\":\"user\",\"content\":\"Hello\"}]}'");
    }

    private static string[] Faults()
    {
        var width = FaultCatalogue.All.Max(fault => Form(fault).Length);
        return
        [
            "Faults, as header x-sim-fault: NAME:ARGUMENT or as model sim-fault-NAME-ARGUMENT:",
            .. FaultCatalogue.All.Select(fault => $"  {Form(fault).PadRight(width)}  {fault.Description}"),
        ];
    }

    /// <summary>An argument that is optional as a whole brings its own bracket.</summary>
    private static string Form(FaultDescription fault) => fault.Argument.Length == 0 ? fault.Name : $"{fault.Name}:{fault.Argument}";
}
