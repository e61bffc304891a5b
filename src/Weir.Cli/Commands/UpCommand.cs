using System.CommandLine;
using System.Runtime.InteropServices;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Weir.Cli.Usage;
using Weir.Gateway;
using Weir.Gateway.Configuration;
using Weir.Lab.Simulator;

namespace Weir.Cli.Commands;

/// <summary><c>weir up</c>: runs the gateway until it is told to stop.</summary>
internal static class UpCommand
{
    public static Command Create()
    {
        var data = CommonOptions.Data();
        var config = CommonOptions.Config();
        var listen = new Option<string?>("--listen") { Description = "Address to listen on, instead of server.listen.", HelpName = "URL" };
        var level = new Option<LogLevel>("--log-level")
        {
            Description = "Least important log messages shown: Debug, Information, Warning, Error.",
            HelpName = "LEVEL",
            DefaultValueFactory = _ => LogLevel.Information,
        };
        var command = new Verb(
            "up",
            "Runs the gateway. Ctrl-C lets calls in flight finish, a second one stops at once.",
            "weir up",
            "weir up --config weir.yaml --data /var/lib/weir --listen http://0.0.0.0:8080")
        {
            data, config, listen, level,
        };
        command.SetAction((parsed, _) => RunAsync(
            parsed.GetValue(data)!, CommonOptions.ConfigFile(parsed.GetValue(config)), parsed.GetValue(listen), parsed.GetValue(level)));
        return command;
    }

    private static async Task<int> RunAsync(string data, string? config, string? listen, LogLevel level)
    {
        using var stop = new StopSignals();
        await using var simulator = new SimulatorUpstream(new SimulatorOptions(), TimeProvider.System);
        await using var gateway = await GatewayHost.StartAsync(new GatewayOptions
        {
            DataDirectory = data,
            ConfigFile = config,
            Listen = listen,
            Environment = new ProcessEnvironment(),
            BuiltIns = [simulator],
            Logging = logging => logging.SetMinimumLevel(level)
                .AddFilter("Microsoft", LogLevel.Warning)
                // Why a start failed is said in one line, with the remedy; the host would print pages of it first.
                .AddFilter("Microsoft.Extensions.Hosting", LogLevel.Critical)
                .AddProvider(new ConsoleLog()),
        });
        using var reload = OnHangUp(gateway.Services.GetRequiredService<ConfigWatcher>());
        Banner.Write(Console.Out, gateway, config);
        await stop.First;
        Console.Out.WriteLine("Stopping: new calls get 503; press Ctrl-C again to stop at once.");
        await Task.WhenAny(gateway.DrainAsync(), stop.Second);
        return WeirCommand.Done;
    }

    private static PosixSignalRegistration? OnHangUp(ConfigWatcher watcher) =>
        OperatingSystem.IsWindows() ? null : PosixSignalRegistration.Create(PosixSignal.SIGHUP, signal =>
        {
            signal.Cancel = true;
            watcher.ReloadNow();
        });
}
