using System.CommandLine;
using Weir.Cli.Output;
using Weir.Cli.Usage;
using Weir.Gateway.Configuration;

namespace Weir.Cli.Commands;

/// <summary><c>weir check</c>: everything that is wrong with, or unwise in, a configuration.</summary>
internal static class CheckCommand
{
    public static Command Create()
    {
        var file = new Argument<string?>("FILE")
        {
            Description = "Configuration file. Default: weir.yaml when there is one here, else the built-in default. Or set WEIR_CONFIG.",
            Arity = ArgumentArity.ZeroOrOne,
        };
        var strict = new Option<bool>("--strict") { Description = "Warnings make the exit code 1." };
        var (config, json) = (CommonOptions.Config(), CommonOptions.Json());
        config.Description = "The same as FILE.";
        var command = new Verb("check", "Checks a configuration: all errors and warnings at once, with their places.", "weir check weir.yaml", "weir check --strict --json")
        {
            file, config, strict, json,
        };
        command.Notes = ["Exit code 0: no errors; 1: warnings, with --strict; 2: errors. Warnings are looked for once there are no errors."];
        command.SetAction(parsed => Check(CommonOptions.ConfigFile(parsed.GetValue(file) ?? parsed.GetValue(config)), parsed.GetValue(strict), parsed.GetValue(json)));
        return command;
    }

    private static int Check(string? file, bool strict, bool json)
    {
        var result = ConfigurationLoader.Load(file, new ProcessEnvironment(), TimeProvider.System);
        if (json) Console.Out.WriteLine(Json.Page(result.Errors.Select(e => Row("error", e)).Concat(result.Warnings.Select(w => Row("warning", w)))));
        else Print(result);
        if (result.Errors.Count > 0) return WeirCommand.CannotDo;
        return strict && result.Warnings.Count > 0 ? WeirCommand.No : WeirCommand.Done;
    }

    private static void Print(ConfigurationResult result)
    {
        foreach (var error in result.Errors) Console.Out.WriteLine(Line(error, Paint.Red("error")));
        foreach (var warning in result.Warnings) Console.Out.WriteLine(Line(warning, Paint.Yellow("warning")));
        Console.Out.WriteLine($"{result.File}: {Summary(result)}");
    }

    private static string Summary(ConfigurationResult result)
    {
        var (errors, warnings) = (result.Errors.Count, result.Warnings.Count);
        if (errors > 0) return Show.Count(errors, "error") + (warnings > 0 ? ", " + Show.Count(warnings, "warning") : "");
        return $"no errors, {(warnings > 0 ? Show.Count(warnings, "warning") : "no warnings")} (release {result.Model!.Release})";
    }

    /// <summary>As compilers have it, so that editors find the place: <c>FILE:LINE:COLUMN: error: …</c></summary>
    private static string Line(ConfigError found, string severity)
    {
        var place = $"{found.File}:{found.Line}:{found.Column}: ";
        return $"{place}{severity}: {found.ToString()[place.Length..]}";
    }

    private static object Row(string severity, ConfigError found) => new
    {
        severity,
        file = found.File,
        line = found.Line,
        column = found.Column,
        path = found.Path,
        value = found.Value,
        message = found.Message,
        remedy = found.Remedy,
    };
}
