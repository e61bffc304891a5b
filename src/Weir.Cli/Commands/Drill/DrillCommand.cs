using System.CommandLine;
using Weir.Cli.Usage;
using Weir.Lab.Drills.Scenes;

namespace Weir.Cli.Commands.Drill;

/// <summary><c>weir drill</c>: rehearses a provider's bad day.</summary>
internal static class DrillCommand
{
    public static Command Create()
    {
        var list = new Option<bool>("--list") { Description = "List the drills; the same as no option." };
        var command = new Verb(
            "drill",
            "Rehearses a provider's bad day against a gateway of its own, or against any other.",
            "weir drill --list",
            "weir drill sixteen-faults",
            "weir drill saturday-3am")
        {
            list,
            SixteenFaultsCommand.Create(),
        };
        foreach (var scene in TheScenes.All) command.Add(SceneCommand.Create(scene));
        command.Notes = ["Exit code 0: all went as it should; 1: something did not; 2: it could not be played, or the machine did not keep up."];
        command.SetAction(_ => List(command));
        return command;
    }

    private static int List(Verb command)
    {
        var width = command.Subcommands.Max(drill => drill.Name.Length);
        foreach (var drill in command.Subcommands) Console.Out.WriteLine($"{drill.Name.PadRight(width)}  {drill.Description}");
        Console.Out.WriteLine("Run one with: weir drill NAME");
        return WeirCommand.Done;
    }
}
