using System.Globalization;
using System.Net.Http.Headers;
using Weir.Gateway.Ledger;
using Weir.Gateway.Storage;

namespace Weir.Testing;

/// <summary><c>weir up</c>, the real program in a process of its own, on a free port and with a data directory of its own.</summary>
internal sealed class WeirProcess : IAsyncDisposable
{
    private const string Listens = "listens on ";

    private readonly TemporaryData? _owned;
    private Database? _database;

    private WeirProcess(ChildProcess child, TemporaryData? owned, string data, Uri address)
    {
        _owned = owned;
        Child = child;
        Data = data;
        Address = address;
        Key = File.ReadAllText(Path.Combine(data, "dev-key")).Trim();
        Client = new HttpClient { BaseAddress = address, Timeout = TimeSpan.FromSeconds(60) };
        Client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", Key);
    }

    /// <summary>The process: its lines, signals and end.</summary>
    public ChildProcess Child { get; }

    /// <summary>The data directory.</summary>
    public string Data { get; }

    /// <summary>Where it said that it listens.</summary>
    public Uri Address { get; }

    /// <summary>The developer key.</summary>
    public string Key { get; }

    /// <summary>A client that presents the developer key.</summary>
    public HttpClient Client { get; }

    /// <summary>What the ledger holds, read from the outside.</summary>
    public LedgerStore Ledger => new(_database ??= Database.Open(Data, TimeProvider.System, create: false));

    /// <summary>Starts the program and waits until it listens.</summary>
    /// <param name="options">Null starts it with the built-in default.</param>
    public static async Task<WeirProcess> StartAsync(WeirProcessOptions? options = null)
    {
        options ??= new WeirProcessOptions();
        var owned = options.Data is null ? new TemporaryData() : null;
        var data = options.Data ?? owned!.Path;
        var child = Launch(options, data);
        try
        {
            var line = await child.LineAsync(Listens);
            // The rest of what it says at its start comes in lines of its own, and tests look at it.
            await child.LineAsync("developer key");
            return new WeirProcess(child, owned, data, new Uri(line[(line.IndexOf(Listens, StringComparison.Ordinal) + Listens.Length)..]));
        }
        catch
        {
            await child.DisposeAsync();
            owned?.Dispose();
            throw;
        }
    }

    /// <summary>Starts the program without waiting for anything: for starts that fail.</summary>
    public static ChildProcess Launch(WeirProcessOptions options, string data)
    {
        List<string> arguments = ["up", "--data", data, "--listen", options.Listen, "--log-level", "Warning"];
        if (options.Configuration is { } yaml)
        {
            var file = Path.Combine(Directory.CreateDirectory(data).FullName, "weir.yaml");
            File.WriteAllText(file, yaml);
            arguments.AddRange(["--config", file]);
        }
        var variables = NobodysEnvironment();
        // Upstreams of tests are on this machine.
        foreach (var name in (string[])["HTTP_PROXY", "http_proxy"]) variables[name] = null;
        foreach (var (name, value) in options.Environment) variables[name] = value;
        return ChildProcess.Start(options.Program ?? WeirProgram.BesideTests, arguments, AppContext.BaseDirectory, variables);
    }

    /// <summary>Takes away what would make the program reach somebody's data, configuration or money.</summary>
    public static Dictionary<string, string?> NobodysEnvironment() => new(StringComparer.Ordinal)
    {
        ["WEIR_DATA"] = null,
        ["WEIR_CONFIG"] = null,
        ["OPENAI_API_KEY"] = null,
        ["ANTHROPIC_API_KEY"] = null,
    };

    /// <summary>The sum of a metric's series, as <c>/metrics</c> shows them.</summary>
    public async Task<double> MetricAsync(string name)
    {
        var text = await Client.GetStringAsync("/metrics");
        var values = text.Split('\n')
            .Where(line => line.StartsWith(name, StringComparison.Ordinal) && line[name.Length] is ' ' or '{')
            .Select(line => double.Parse(line.Split(' ')[^1], CultureInfo.InvariantCulture))
            .ToArray();
        return values.Length > 0 ? values.Sum() : throw new InvalidOperationException($"/metrics has no {name}");
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await Child.DisposeAsync();
        _database?.Dispose();
        _owned?.Dispose();
    }
}
