using System.Collections.Concurrent;

namespace Weir.Lab.Drills.Scenes;

/// <summary>Plays a scene, end to end: a gateway and its providers in this process, over real sockets, and users that ask.</summary>
/// <param name="scene">The scene.</param>
/// <param name="seed">Arrivals, faults and the gateway's draws follow from it.</param>
/// <param name="time">The clock of everybody.</param>
internal sealed class SceneRun(Scene scene, int seed, TimeProvider time) : IAsyncDisposable
{
    /// <summary>Longer than any call may take.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly List<ChangingFaults> _faults = [];
    private readonly List<DrillUpstream> _upstreams = [];
    private DrillGateway? _gateway;

    /// <summary>Told when a phase begins, with its number from 0.</summary>
    public Action<int> PhaseBegins { get; init; } = _ => { };

    /// <summary>Starts the providers and the gateway.</summary>
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        foreach (var provider in scene.Providers)
        {
            var faults = new ChangingFaults((ulong)seed + (ulong)_faults.Count);
            _faults.Add(faults);
            _upstreams.Add(await DrillUpstream.StartAsync(provider, 0, faults, scene.Slots, time, cancellationToken));
        }

        _gateway = await DrillGateway.StartAsync(SceneSetup.Weir(scene, _upstreams), time, seed, cancellationToken);
    }

    /// <summary>Plays the scene to the end of its last call.</summary>
    public async Task<SceneResult> PlayAsync(CancellationToken cancellationToken)
    {
        var gateway = _gateway ?? throw new InvalidOperationException("The scene has not been started.");
        using var client = new DrillClient(gateway.Address, SceneSetup.UsersKey, time);
        var started = time.GetUtcNow();
        var from = time.GetTimestamp();
        var phases = ChangeAsync(from, cancellationToken);
        var jobs = WorkAsync(gateway, from, cancellationToken);
        var calls = await AskAsync(client, from, cancellationToken);
        await phases;
        var jobCalls = await jobs;
        return new SceneResult
        {
            Scene = scene,
            Started = started,
            Calls = calls,
            JobCalls = jobCalls,
            Attempts = _upstreams.ToDictionary(upstream => upstream.Name, upstream => upstream.Attempts),
            LedgerRows = gateway.Ledger().Count,
        };
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (_gateway is not null) await _gateway.DisposeAsync();
        foreach (var upstream in _upstreams) await upstream.DisposeAsync();
    }

    private async Task ChangeAsync(long from, CancellationToken cancellationToken)
    {
        for (var phase = 0; phase < scene.Phases.Count; phase++)
        {
            await UntilAsync(scene.StartOf(phase), from, cancellationToken);
            for (var provider = 0; provider < scene.Providers.Count; provider++) _faults[provider].Change(scene.Phases[phase].MixOf(scene.Providers[provider]));
            PhaseBegins(phase);
        }
    }

    private async Task<IReadOnlyList<SceneCall>> AskAsync(DrillClient client, long from, CancellationToken cancellationToken)
    {
        var calls = new List<Task<SceneCall>>();
        foreach (var at in Arrivals.Of(scene.Users, scene.Gap, scene.Duration, (ulong)seed))
        {
            await UntilAsync(at, from, cancellationToken);
            calls.Add(AskOneAsync(client, at, from, cancellationToken));
        }

        return await Task.WhenAll(calls);
    }

    private async Task<IReadOnlyList<SceneCall>> WorkAsync(DrillGateway gateway, long from, CancellationToken cancellationToken)
    {
        if (scene.Jobs is not { } jobs) return [];
        await UntilAsync(scene.StartOf(jobs.From), from, cancellationToken);
        using var client = new DrillClient(gateway.Address, SceneSetup.JobsKey, time, isJob: true);
        var done = new ConcurrentQueue<SceneCall>();
        await Task.WhenAll(Enumerable.Range(0, jobs.Count).Select(_ => WorkOneAsync(client, jobs, done, from, cancellationToken)));
        return [.. done];
    }

    private async Task WorkOneAsync(DrillClient client, SceneJobs jobs, ConcurrentQueue<SceneCall> done, long from, CancellationToken cancellationToken)
    {
        while (time.GetElapsedTime(from) < scene.StartOf(jobs.To)) done.Enqueue(await AskOneAsync(client, time.GetElapsedTime(from), from, cancellationToken));
    }

    private async Task<SceneCall> AskOneAsync(DrillClient client, TimeSpan intended, long from, CancellationToken cancellationToken)
    {
        var late = time.GetElapsedTime(from) - intended;
        return new SceneCall(intended, late, await client.AskAsync(SceneSetup.Model, streamed: true, Patience, cancellationToken));
    }

    private Task UntilAsync(TimeSpan at, long from, CancellationToken cancellationToken)
    {
        var left = at - time.GetElapsedTime(from);
        return left > TimeSpan.Zero ? Task.Delay(left, time, cancellationToken) : Task.CompletedTask;
    }
}
