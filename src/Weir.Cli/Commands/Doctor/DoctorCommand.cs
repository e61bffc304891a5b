using System.CommandLine;
using Weir.Cli.Output;
using Weir.Cli.Usage;
using Weir.Gateway.Configuration;
using Weir.Lab.Simulator;

namespace Weir.Cli.Commands.Doctor;

/// <summary><c>weir doctor</c>: looks at everything that Weir needs from outside. Changes nothing.</summary>
internal static class DoctorCommand
{
    public static Command Create()
    {
        var (data, config, json) = (CommonOptions.Data(), CommonOptions.Config(), CommonOptions.Json());
        var command = new Verb(
            "doctor",
            "Looks at what Weir needs: runtime, database, disk, clock, configuration, and each provider.",
            "weir doctor",
            "weir doctor --config weir.yaml --data /var/lib/weir --json")
        {
            data, config, json,
        };
        command.Notes = ["Exit code 1: something needs attention."];
        command.SetAction(async (parsed, stop) =>
        {
            var findings = await ExamineAsync(parsed.GetValue(data)!, CommonOptions.ConfigFile(parsed.GetValue(config)), TimeProvider.System, stop);
            if (parsed.GetValue(json)) Console.Out.WriteLine(Json.Page(findings.Select(Row)));
            else Print(findings);
            return findings.All(finding => finding.IsFine) ? WeirCommand.Done : WeirCommand.No;
        });
        return command;
    }

    private static async Task<List<Finding>> ExamineAsync(string data, string? config, TimeProvider time, CancellationToken stop)
    {
        var configuration = ConfigurationLoader.Load(config, new ProcessEnvironment(), time);
        await using var simulator = new SimulatorUpstream(new SimulatorOptions(), time);
        var providers = configuration.Model is { } model ? await new ProviderCheck([simulator], time).RunAsync(model, stop) : [];
        return
        [
            MachineCheck.Runtime(),
            MachineCheck.OpenFiles(),
            StorageCheck.Library(),
            StorageCheck.Directory(data),
            StorageCheck.Disk(data),
            StorageCheck.Database(data, configuration.Config.Storage, time),
            ConfigurationCheck.Of(configuration, config),
            .. providers.Select(provider => provider.Finding),
            ClockCheck.Of(providers),
        ];
    }

    private static void Print(List<Finding> findings)
    {
        foreach (var finding in findings)
        {
            Console.Out.WriteLine($"{(finding.IsFine ? Paint.Green("ok  ") : Paint.Red("LOOK"))}  {finding.Check,-16} {finding.Detail}");
            if (finding.Remedy is { } remedy) Console.Out.WriteLine($"{"",-22} {remedy}");
        }

        var troubles = findings.Count(finding => !finding.IsFine);
        Console.Out.WriteLine(troubles == 0 ? "All is well." : $"{Show.Count(troubles, "thing")} {(troubles == 1 ? "needs" : "need")} attention.");
    }

    private static object Row(Finding finding) =>
        new { check = finding.Check, ok = finding.IsFine, detail = finding.Detail, remedy = finding.Remedy };
}
