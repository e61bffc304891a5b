using System.Diagnostics;

namespace Weir.Cli.Tests.Verbs;

/// <summary>Runs verbs as somebody at a terminal would, in this process or in one of their own.</summary>
internal static class Terminal
{
    private static readonly string Program = Path.Combine(AppContext.BaseDirectory, "weir.dll");

    /// <summary>Runs a verb in this process and waits for its end.</summary>
    public static async Task<Ran> RunAsync(params string[] args)
    {
        var (output, error) = (Console.Out, Console.Error);
        using var newOutput = new StringWriter();
        using var newError = new StringWriter();
        Console.SetOut(newOutput);
        Console.SetError(newError);
        try
        {
            var code = await WeirCommand.InvokeAsync(args);
            return new Ran(code, newOutput.ToString(), newError.ToString());
        }
        finally
        {
            Console.SetOut(output);
            Console.SetError(error);
        }
    }

    /// <summary>Starts a verb as a process of its own.</summary>
    public static Process Start(params string[] args) => Launch(Environment.ProcessPath!, [Program, .. args]);

    /// <summary>Runs a shell line in which <c>$WEIR</c> is the program.</summary>
    public static async Task<Ran> ShellAsync(string line)
    {
        using var shell = Launch("bash", ["-c", $"set -o pipefail; WEIR='{Environment.ProcessPath} {Program}'; {line}"]);
        var (output, error) = (shell.StandardOutput.ReadToEndAsync(), shell.StandardError.ReadToEndAsync());
        await shell.WaitForExitAsync().WaitAsync(TimeSpan.FromSeconds(60));
        return new Ran(shell.ExitCode, await output, await error);
    }

    private static Process Launch(string program, IEnumerable<string> args)
    {
        var start = new ProcessStartInfo(program) { UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var arg in args) start.ArgumentList.Add(arg);
        return Process.Start(start)!;
    }
}
