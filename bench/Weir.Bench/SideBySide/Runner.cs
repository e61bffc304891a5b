using Weir.Bench.Net;

namespace Weir.Bench.SideBySide;

/// <summary>A contender that is running.</summary>
internal sealed class Runner : IDisposable
{
    private readonly string _directory;
    private readonly Child? _child;

    private Runner(Contender contender, string directory, int port, Child? child)
    {
        Contender = contender;
        _directory = directory;
        _child = child;
        Url = new Uri($"http://127.0.0.1:{port}/v1");
    }

    public Contender Contender { get; }

    public Uri Url { get; }

    /// <summary>From its start to its first answer.</summary>
    public double StartMilliseconds { get; private init; }

    /// <summary>There is a process to measure.</summary>
    public bool IsProxy => _child is not null;

    /// <summary>The process; only when <see cref="IsProxy"/>.</summary>
    public int Pid => _child!.Pid;

    public double CpuSeconds => _child is null ? double.NaN : ProcessTree.CpuSeconds(_child.Pid);

    public static Runner Start(Contender contender, int upstreamPort)
    {
        if (contender.Command is null) return new Runner(contender, "", upstreamPort, null);
        var directory = Directory.CreateTempSubdirectory("weir-bench-").FullName;
        var port = Address.FreePort();
        var command = Affinity.OnProcessor(0, contender.Command(directory, port));
        var start = Clock.Now;
        var child = new Child(directory, command, contender.Environment);
        var trouble = Probe.UntilAnswered(new Uri($"http://127.0.0.1:{port}/v1"), contender.Key, child);
        if (trouble is null)
            return new Runner(contender, directory, port, child) { StartMilliseconds = (Clock.Now - start) / 1e6 };

        var log = child.LogTail();
        child.Dispose();
        Directory.Delete(directory, recursive: true);
        throw new BenchException($"{contender.Name} does not answer a chat call: {trouble}\ncommand: {string.Join(' ', command)}\n{log}");
    }

    public void Dispose()
    {
        if (_child is null) return;
        _child.Dispose();
        Directory.Delete(_directory, recursive: true);
    }
}
