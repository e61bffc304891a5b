using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Weir.Gateway.Model;

namespace Weir.Gateway.Configuration;

/// <summary>
/// Owns the configuration in force. Looks once a second whether the file, or a file that holds a secret, has changed; a
/// good change is swapped in as a whole, a bad one is reported and changes nothing. Polling is used because file events
/// get lost on network and container file systems.
/// </summary>
internal sealed class ConfigWatcher : IHostedService, IDisposable
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    private readonly Lock _reloading = new();
    private readonly string? _path; // null when it is read once
    private readonly IEnvironment _environment;
    private readonly TimeProvider _time;
    private readonly ILogger<ConfigWatcher> _logger;
    private IReadOnlyDictionary<string, FileStamp> _files;
    private volatile ConfigurationResult _result;
    private string _fingerprint;
    private volatile GatewayModel _current;
    private volatile ConfigReloadError? _lastError;
    private ITimer? _timer;

    /// <param name="initial">What <see cref="ConfigurationLoader"/> gave at the start; without errors, since a bad first configuration stops the start.</param>
    /// <param name="path">The path that it was loaded from; null for the built-in default.</param>
    /// <param name="environment">Where <c>${NAME}</c> is looked up again at each reload.</param>
    /// <param name="time">Drives the polling.</param>
    /// <param name="logger">Where changes and refusals are reported.</param>
    public ConfigWatcher(ConfigurationResult initial, string? path, IEnvironment environment, TimeProvider time, ILogger<ConfigWatcher> logger)
    {
        _current = initial.Model ?? throw new ArgumentException("The first configuration has errors.", nameof(initial));
        (_path, _environment, _time, _logger, _result) = (initial.IsReadOnce ? null : path, environment, time, logger, initial);
        _fingerprint = ReleaseName.Fingerprint(initial.Config);
        _files = initial.Files;
    }

    /// <summary>Raised after each swap with the old and the new snapshot, one swap at a time. Handlers must be quick.</summary>
    public event Action<GatewayModel, GatewayModel>? Changed;

    /// <summary>The snapshot in force. A call reads it once and keeps it.</summary>
    public GatewayModel Current => _current;

    /// <summary>What the operator wrote, defaults filled in, that <see cref="Current"/> was made of.</summary>
    public WeirConfig Config => _result.Config;

    /// <summary>Why the file as it stands now was refused; null when it is in force.</summary>
    public ConfigReloadError? LastError => _lastError;

    /// <summary>Begins to look for changes.</summary>
    public void Start()
    {
        if (_path is not null) _timer ??= _time.CreateTimer(static self => ((ConfigWatcher)self!).Poll(), this, Interval, Interval);
    }

    /// <summary>Reads the configuration now, whether or not anything seems to have changed.</summary>
    /// <returns>True when the configuration in force is now what the file says.</returns>
    public bool ReloadNow()
    {
        if (_path is null)
        {
            ConfigLog.ReadOnce(_logger, _current.Release);
            return true;
        }

        lock (_reloading) return Reload();
    }

    /// <inheritdoc/>
    public Task StartAsync(CancellationToken cancellationToken)
    {
        Start();
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public Task StopAsync(CancellationToken cancellationToken)
    {
        Dispose();
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _timer?.Dispose();
        _timer = null;
    }

    private void Poll()
    {
        // A tick that finds the last one still at work has nothing to add.
        if (!_reloading.TryEnter()) return;
        try
        {
            if (_files.Any(s => FileStamp.Of(s.Key) != s.Value)) Reload();
        }
        catch (Exception e)
        {
            ConfigLog.WatchFailed(_logger, e, _current.Release);
        }
        finally
        {
            _reloading.Exit();
        }
    }

    private bool Reload()
    {
        var result = ConfigurationLoader.Load(_path, _environment, _time);
        _files = result.Files;

        // 1. A bad file changes nothing and says so.
        if (result.Model is not { } next)
        {
            _lastError = new ConfigReloadError(result.LoadedAt, result.Errors);
            ConfigLog.Refused(_logger, result.Errors.Count, _current.Release);
            foreach (var error in result.Errors) ConfigLog.Error(_logger, error.ToString());
            return false;
        }

        // 2. The same content, perhaps with other comments, is no change.
        var fingerprint = ReleaseName.Fingerprint(result.Config);
        var refusedBefore = _lastError is not null;
        _lastError = null;
        if (fingerprint != _fingerprint) Swap(result, next, fingerprint);
        else if (refusedBefore) ConfigLog.Restored(_logger, _current.Release);
        return true;
    }

    private void Swap(ConfigurationResult result, GatewayModel next, string fingerprint)
    {
        var (before, diff) = (_current, ConfigDiff.Between(_result.Config, result.Config));
        (_result, _fingerprint, _current) = (result, fingerprint, next);
        ConfigLog.Changed(_logger, next.Release, string.Join("; ", diff.Changes));
        if (diff.NeedRestart.Count > 0) ConfigLog.NeedsRestart(_logger, string.Join(", ", diff.NeedRestart));
        foreach (var warning in result.Warnings) ConfigLog.Warning(_logger, warning.ToString());
        Changed?.Invoke(before, next);
    }
}
