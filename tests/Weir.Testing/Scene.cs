using System.Net.Http.Headers;
using System.Text;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Weir.Gateway;
using Weir.Gateway.Calls;
using Weir.Gateway.Configuration;
using Weir.Gateway.Identity;
using Weir.Gateway.Ledger;
using Weir.Gateway.Storage;
using Weir.Gateway.Upstream;
using Weir.Lab.Simulator;

namespace Weir.Testing;

/// <summary>
/// A gateway on a real port between a client and an upstream, with three views that must agree: what the client saw, what
/// the upstream saw, what the ledger says. Given a configuration and an upstream's behaviour, when the client sends a call …
/// </summary>
internal sealed class Scene : IAsyncDisposable
{
    /// <summary>One provider (the scripted upstream), one deployment with a price, one model.</summary>
    public const string Configuration = """
        providers:
          up: { base_url: "{upstream}", api_key: "${UPSTREAM_KEY}", forward_headers: [openai-beta, idempotency-key, "x-pass-*"] }
        deployments:
          big: { provider: up, model: upstream-model, price: { input: 1, output: 10, cached_input: 0.1 } }
        models:
          asked-model: { route: [big], retries: 0 }
        """;

    /// <summary>The simulator inside the gateway's process as the only provider; faults are asked for with <c>x-sim-fault</c>.</summary>
    public const string SimulatorConfiguration = """
        providers:
          sim: { built_in: simulator }
        deployments:
          sim: { provider: sim, price: { input: 1, output: 10 } }
          sim-fast: { provider: sim, price: { input: 1, output: 10 } }
        models:
          sim: { route: [sim], retries: 0 }
          sim-fast: { route: [sim-fast], retries: 0 }
        """;

    public const string UpstreamKey = "sk-upstream-secret-0123456789";

    /// <summary>A small chat call.</summary>
    public const string Hello = """{"model":"asked-model","messages":[{"role":"user","content":"hi"}]}""";

    /// <summary>The same as a stream.</summary>
    public const string HelloStreamed = """{"model":"asked-model","stream":true,"messages":[{"role":"user","content":"hi"}]}""";

    private readonly string _directory;
    private readonly GatewayOptions _options;
    private readonly string? _address;
    private SimulatorUpstream? _simulator;

    private Scene(GatewayOptions options, GatewayHost gateway, ScriptedUpstream upstream, string? address)
    {
        (_directory, _options, _address) = (options.DataDirectory, options, address);
        Gateway = gateway;
        Upstream = upstream;
        Key = File.ReadAllText(gateway.DeveloperKey.Path).Trim();
        Client = ClientWith(Key);
    }

    public GatewayHost Gateway { get; private set; }

    public ScriptedUpstream Upstream { get; }

    /// <summary>A client that presents the developer key.</summary>
    public HttpClient Client { get; private set; }

    /// <summary>The developer key.</summary>
    public string Key { get; }

    /// <summary>Where the gateway keeps its data and, in <c>weir.yaml</c>, its configuration.</summary>
    public string Directory => _directory;

    /// <summary>Calls inside the gateway.</summary>
    public int InFlight => Part<CallGate>().InFlight;

    /// <summary>The standard configuration and more sections.</summary>
    public static string With(string more) => Configuration + "\n" + more;

    /// <summary>Starts everything.</summary>
    /// <param name="configuration">YAML in which <c>{upstream}</c> stands for the scripted upstream's address.</param>
    /// <param name="time">The gateway's clock.</param>
    /// <param name="builtIns">Upstreams in the gateway's process.</param>
    /// <param name="logging">Where the gateway's log messages go.</param>
    /// <param name="engine">Null takes the one that WEIR_TEST_ENGINE names, else SQLite.</param>
    public static async Task<Scene> StartAsync(
        string configuration = Configuration,
        TimeProvider? time = null,
        IReadOnlyList<IBuiltInUpstream>? builtIns = null,
        Action<ILoggingBuilder>? logging = null,
        Engine? engine = null)
    {
        var upstream = await ScriptedUpstream.StartAsync();
        var directory = System.IO.Directory.CreateTempSubdirectory("weir-scene-").FullName;
        var address = TestDatabase.EngineOf(engine) == Engine.Postgres ? PostgresServer.Instance.NewDatabase() : null;
        if (address is null) EmptyDatabase.PutInto(directory);
        var file = Path.Combine(directory, "weir.yaml");
        await File.WriteAllTextAsync(file, configuration.Replace("{upstream}", upstream.BaseUrl, StringComparison.Ordinal) + Storage(address));
        var options = new GatewayOptions
        {
            DataDirectory = directory,
            ConfigFile = file,
            Listen = "http://127.0.0.1:0",
            Environment = new TestEnvironment { ["UPSTREAM_KEY"] = UpstreamKey },
            Time = time ?? TimeProvider.System,
            Seed = 1,
            BuiltIns = builtIns ?? [],
            Logging = logging,
        };
        return new Scene(options, await GatewayHost.StartAsync(options), upstream, address);
    }

    /// <summary>Starts everything, with the simulator in the gateway's process as the upstream.</summary>
    /// <param name="more">Sections besides <see cref="SimulatorConfiguration"/>.</param>
    /// <param name="logging">Where the gateway's log messages go.</param>
    /// <param name="configuration">Instead of <see cref="SimulatorConfiguration"/>.</param>
    public static async Task<Scene> StartSimulatedAsync(string more = "", Action<ILoggingBuilder>? logging = null, string configuration = SimulatorConfiguration)
    {
        var simulator = new SimulatorUpstream(new SimulatorOptions(), TimeProvider.System);
        var scene = await StartAsync(configuration + "\n" + more, builtIns: [simulator], logging: logging);
        scene._simulator = simulator;
        return scene;
    }

    /// <summary>One of the gateway's parts.</summary>
    public T Part<T>() where T : notnull => Gateway.Services.GetRequiredService<T>();

    /// <summary>Waits, generously, until something holds that nobody signals.</summary>
    public static async Task UntilAsync(Func<bool> holds, string what)
    {
        for (var tries = 0; tries < 3000; tries++)
        {
            if (holds()) return;
            await Task.Delay(TimeSpan.FromMilliseconds(10), TimeProvider.System);
        }
        throw new TimeoutException($"it did not come to pass: {what}");
    }

    /// <summary>Replaces the configuration file and has it read.</summary>
    /// <returns>Whether it was accepted.</returns>
    public async Task<bool> ReloadAsync(string configuration)
    {
        await File.WriteAllTextAsync(
            Path.Combine(_directory, "weir.yaml"), configuration.Replace("{upstream}", Upstream.BaseUrl, StringComparison.Ordinal) + Storage(_address));
        return Part<ConfigWatcher>().ReloadNow();
    }

    /// <summary>Ends the gateway and starts another one, on the same data and another port.</summary>
    public async Task RestartAsync()
    {
        Client.Dispose();
        await Gateway.DisposeAsync();
        Gateway = await GatewayHost.StartAsync(_options);
        Client = ClientWith(Key);
    }

    /// <summary>Makes a key in the database, as <c>weir keys create</c> does beside a running gateway.</summary>
    public CreatedKey CreateKey(string name, string tenant = "default", string? feature = null, IReadOnlyList<string>? models = null) =>
        Keys.Create(new NewKey(name, tenant, feature, models));

    /// <summary>The keys in the database.</summary>
    public KeyStore Keys => new(Part<Database>(), TimeProvider.System);

    /// <summary>A client that presents another key, or none.</summary>
    public HttpClient ClientWith(string? key)
    {
        var client = new HttpClient { BaseAddress = Gateway.Address, Timeout = TimeSpan.FromSeconds(60) };
        if (key is not null) client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", key);
        return client;
    }

    /// <summary>A client that writes bytes of its own.</summary>
    public Task<RawClient> RawAsync() => RawClient.ConnectAsync(Gateway.Address);

    /// <summary>Keeps the ledger from committing until disposed of. The ledger itself gives up after five seconds.</summary>
    public IDisposable HoldLedger() => new LedgerHold(Part<Database>());

    /// <summary>Gets a path and waits for the whole answer.</summary>
    public async Task<Answer> GetAsync(string path)
    {
        using var response = await Client.GetAsync(path, HttpCompletionOption.ResponseHeadersRead);
        return await AnswerAsync(response);
    }

    /// <summary>Posts a chat call and reads its answer piece by piece.</summary>
    public async Task<StreamedReply> StreamAsync(string body = HelloStreamed, CancellationToken cancellationToken = default) =>
        new(await BeginChatAsync(body, cancellationToken));

    /// <summary>Posts a chat call and reads its answer to its end, in good order or not.</summary>
    public async Task<Answer> BrokenChatAsync(string body = HelloStreamed)
    {
        using var response = await BeginChatAsync(body);
        using var reply = new StreamedReply(response);
        return new Answer((int)response.StatusCode, HeadersOf(response), await reply.ToEndOrBreakAsync());
    }

    /// <summary>Posts a body and waits for the whole answer.</summary>
    public async Task<Answer> PostAsync(string path, string body, params (string Name, string Value)[] headers)
    {
        using var response = await Client.SendAsync(Request(path, body, headers), HttpCompletionOption.ResponseHeadersRead);
        return await AnswerAsync(response);
    }

    /// <summary>Posts a chat call.</summary>
    public Task<Answer> ChatAsync(string body, params (string Name, string Value)[] headers) => PostAsync("/v1/chat/completions", body, headers);

    /// <summary>Posts a chat call and returns once its headers are there.</summary>
    public Task<HttpResponseMessage> BeginChatAsync(string body, CancellationToken cancellationToken = default) =>
        Client.SendAsync(Request("/v1/chat/completions", body), HttpCompletionOption.ResponseHeadersRead, cancellationToken);

    /// <summary>What the ledger says about a call, or null.</summary>
    public CallRecord? Ledger(string id) => new LedgerStore(Part<Database>()).Find(id);

    /// <summary>Everything in the ledger, oldest first.</summary>
    public IReadOnlyList<CallRecord> LedgerRows() => new LedgerStore(Part<Database>()).Tail(100_000);

    /// <summary>Waits until the ledger holds a number of calls: for those that nobody got an answer to.</summary>
    public async Task<IReadOnlyList<CallRecord>> LedgerRowsAsync(int count)
    {
        for (var tries = 0; tries < 500; tries++)
        {
            if (LedgerRows() is { } rows && rows.Count >= count) return rows;
            await Task.Delay(TimeSpan.FromMilliseconds(20), TimeProvider.System);
        }
        throw new TimeoutException($"the ledger holds {LedgerRows().Count} calls, not {count}");
    }

    public static async Task<Answer> AnswerAsync(HttpResponseMessage response)
    {
        var body = new MemoryStream();
        var brokenOff = false;
        try
        {
            await response.Content.CopyToAsync(body);
        }
        catch (HttpRequestException broken) when (broken.InnerException is IOException)
        {
            // What a client sees of an answer that was broken off: everything up to there, and that it was.
            brokenOff = true;
        }
        return new Answer((int)response.StatusCode, HeadersOf(response), Encoding.UTF8.GetString(body.ToArray()), brokenOff);
    }

    /// <summary>A post of a JSON body.</summary>
    public static HttpRequestMessage Request(string path, string body, params (string Name, string Value)[] headers)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = new StringContent(body, Encoding.UTF8, "application/json") };
        foreach (var (name, value) in headers) request.Headers.TryAddWithoutValidation(name, value);
        return request;
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await Gateway.DisposeAsync();
        await Upstream.DisposeAsync();
        if (_simulator is not null) await _simulator.DisposeAsync();
        if (_address is not null) PostgresServer.Instance.Drop(_address);
        System.IO.Directory.Delete(_directory, recursive: true);
    }

    private static string Storage(string? address) => address is null ? "" : $"\nstorage: {{ database: \"{address}\" }}\n";

    private static Dictionary<string, string> HeadersOf(HttpResponseMessage response) => response.Headers.Concat(response.Content.Headers)
        .ToDictionary(header => header.Key.ToLowerInvariant(), header => string.Join(", ", header.Value));
}
