using System.Diagnostics;

namespace Weir.Testing;

/// <summary>A program in a process of its own: what it says, line by line, and how it ends. Never outlives its test.</summary>
internal sealed class ChildProcess : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly Process _process;
    private readonly Lock _lock = new();
    private readonly List<string> _lines = [];
    private TaskCompletionSource _news = NewSignal();
    private bool _ended;

    private ChildProcess(Process process) => _process = process;

    public int Id => _process.Id;

    /// <summary>Whether it has ended, and everything that it said is in <see cref="Lines"/>.</summary>
    public bool HasEnded
    {
        get
        {
            lock (_lock) return _ended;
        }
    }

    /// <summary>What it has said so far, on both outputs.</summary>
    public IReadOnlyList<string> Lines
    {
        get
        {
            lock (_lock) return [.. _lines];
        }
    }

    /// <summary>What it has said so far, as one text.</summary>
    public string Output => string.Join(Environment.NewLine, Lines);

    /// <summary>Starts a program.</summary>
    /// <param name="program">Path of the executable.</param>
    /// <param name="arguments">Its arguments.</param>
    /// <param name="directory">Where it runs, or null for the current directory.</param>
    /// <param name="environment">Variables that differ from the tests' own; null takes one away.</param>
    public static ChildProcess Start(
        string program, IEnumerable<string> arguments, string? directory = null, IReadOnlyDictionary<string, string?>? environment = null)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            WorkingDirectory = directory ?? "",
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
        };
        foreach (var (name, value) in environment ?? new Dictionary<string, string?>()) start.Environment[name] = value;
        var child = new ChildProcess(new Process { StartInfo = start });
        child._process.OutputDataReceived += (_, line) => child.Hear(line.Data);
        child._process.ErrorDataReceived += (_, line) => child.Hear(line.Data);
        child._process.Start();
        child._process.StandardInput.Close();
        child._process.BeginOutputReadLine();
        child._process.BeginErrorReadLine();
        _ = child.WatchAsync();
        return child;
    }

    /// <summary>Waits for a line that contains a text.</summary>
    /// <exception cref="InvalidOperationException">The program ended without saying it.</exception>
    public async Task<string> LineAsync(string text, TimeSpan? within = null)
    {
        while (true)
        {
            Task news;
            lock (_lock)
            {
                if (_lines.Find(line => line.Contains(text, StringComparison.Ordinal)) is { } found) return found;
                if (_ended) break;
                news = _news.Task;
            }
            await WaitAsync(news, within, $"'{text}'");
        }
        throw new InvalidOperationException($"the program exited with {_process.ExitCode} and never said '{text}':{Environment.NewLine}{Output}");
    }

    /// <summary>Waits for its end.</summary>
    /// <returns>The exit code; 128 + the signal's number when a signal ended it.</returns>
    public async Task<int> ExitAsync(TimeSpan? within = null)
    {
        while (true)
        {
            Task news;
            lock (_lock)
            {
                if (_ended) return _process.ExitCode;
                news = _news.Task;
            }
            await WaitAsync(news, within, "its end");
        }
    }

    /// <summary>SIGKILL: it gets to do nothing more.</summary>
    public void Kill() => _process.Kill();

    /// <summary>Ctrl-C.</summary>
    public async Task InterruptAsync()
    {
        // A shell without job control has its background commands, and all that they start, ignore Ctrl-C; programs treat
        // a request for termination alike.
        var signal = await IgnoresInterruptAsync() ? "TERM" : "INT";
        using var kill = Process.Start("/bin/sh", ["-c", $"kill -{signal} {Id}"]);
        await kill.WaitForExitAsync();
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (!HasEnded) _process.Kill(entireProcessTree: true);
        await ExitAsync();
        _process.Dispose();
    }

    private static async Task<bool> IgnoresInterruptAsync()
    {
        const string field = "SigIgn:";
        const string status = "/proc/self/status";
        if (!File.Exists(status)) return false;
        var mask = (await File.ReadAllLinesAsync(status)).First(line => line.StartsWith(field, StringComparison.Ordinal))[field.Length..];
        return (Convert.ToUInt64(mask.Trim(), 16) & (1 << 1)) != 0;
    }

    private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    private async Task WatchAsync()
    {
        // Ends after the last line has been heard.
        await _process.WaitForExitAsync();
        Tell(() => _ended = true);
    }

    private void Hear(string? line)
    {
        if (line is not null) Tell(() => _lines.Add(line));
    }

    private void Tell(Action change)
    {
        TaskCompletionSource news;
        lock (_lock)
        {
            change();
            news = _news;
            _news = NewSignal();
        }
        news.SetResult();
    }

    private async Task WaitAsync(Task news, TimeSpan? within, string what)
    {
        try
        {
            await news.WaitAsync(within ?? Patience, TimeProvider.System);
        }
        catch (TimeoutException late)
        {
            throw new TimeoutException($"waited for {what} in vain; the program said:{Environment.NewLine}{Output}", late);
        }
    }
}
