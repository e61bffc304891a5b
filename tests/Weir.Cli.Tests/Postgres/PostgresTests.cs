using System.Text.Json;
using Weir.Cli.Tests.Verbs;
using Weir.Testing;

namespace Weir.Cli.Tests.Postgres;

/// <summary>The program on PostgreSQL: calls go in through the gateway and come out of every command, and the data directory holds no database.</summary>
[Collection(nameof(ConsoleCollection))]
[Trait("Category", "Slow")]
public sealed class PostgresTests : IDisposable
{
    private const string Hello = """{"model":"sim","max_tokens":20,"user":"ann","messages":[{"role":"user","content":"hi"}]}""";

    private readonly DataDirectory _data = new();

    private string Config => _data.File("weir.yaml");

    public void Dispose() => _data.Dispose();

    [PostgresFact]
    public async Task Everything_is_there_and_every_command_finds_it()
    {
        // Given a gateway on a database whose password stands in a file
        var address = PostgresServer.Instance.NewOwnDatabase();
        _data.Write("password", PostgresServer.Password + "\n");
        await using (var weir = await StartAsync(address))
        {
            // When clients call
            for (var i = 0; i < 3; i++)
            {
                using var answer = await weir.Client.PostAsync("/v1/chat/completions", new StringContent(Hello, null, "application/json"));
                answer.EnsureSuccessStatusCode();
            }
        }

        // Then the ledger, the sums, the budgets, the keys and the audit log have it, and no file does
        (await RunAsync("ledger", "tail", "--json")).Lines.Length.ShouldBe(3);
        var id = JsonDocument.Parse((await RunAsync("ledger", "tail", "--json")).Lines[0]).RootElement.GetProperty("id").GetString()!;
        (await RunAsync("ledger", "show", id[..12])).Out.ShouldContain(id);
        (await RunAsync("costs", "--by", "model", "--json")).Out.ShouldContain("\"calls\": 3");
        (await RunAsync("costs", "check")).Code.ShouldBe(0);
        (await RunAsync("budgets", "show", "each-user", "--json")).Json.GetProperty("counters").EnumerateArray().ShouldHaveSingleItem().GetProperty("subject").GetString().ShouldBe("ann");
        (await RunAsync("keys", "create", "ci", "--tenant", "default")).Out.ShouldStartWith("wk_");
        (await RunAsync("budgets", "raise", "each-user", "--by", "5", "--until", "24h", "--reason", "launch")).Code.ShouldBe(0);
        (await RunAsync("keys", "list")).Out.ShouldContain("ci");
        (await RunAsync("keys", "revoke", "ci", "--reason", "done")).Code.ShouldBe(0);
        (await RunAsync("audit")).Out.ShouldContain("key.revoke");
        (await RunAsync("anomalies", "list")).Code.ShouldBe(0);
        var doctor = (await RunAsync("doctor")).Out;
        doctor.ShouldContain("PostgreSQL database");
        doctor.ShouldContain("3 calls, 3 attempts, ");
        doctor.ShouldNotContain(PostgresServer.Password);
        File.Exists(_data.File("weir.db")).ShouldBeFalse();
        PostgresServer.Instance.Drop(address);
    }

    [PostgresFact]
    public async Task A_second_gateway_is_refused()
    {
        var address = PostgresServer.Instance.NewOwnDatabase();
        _data.Write("password", PostgresServer.Password);
        await using var weir = await StartAsync(address);
        using var other = new DataDirectory();
        other.Write("password", PostgresServer.Password);

        await using var second = WeirProcess.Launch(new WeirProcessOptions { Configuration = Yaml(address) }, other.Path);
        (await second.ExitAsync()).ShouldNotBe(0);

        second.Lines.ShouldContain(line => line.Contains("is in use by another gateway", StringComparison.Ordinal));
    }

    [PostgresFact]
    public async Task No_call_is_taken_while_the_database_is_away_and_all_are_when_it_is_back()
    {
        var address = PostgresServer.Instance.NewOwnDatabase();
        var name = PostgresServer.NameIn(address);
        _data.Write("password", PostgresServer.Password);
        await using var weir = await StartAsync(address);
        using var before = await weir.Client.PostAsync("/v1/chat/completions", new StringContent(Hello, null, "application/json"));
        before.EnsureSuccessStatusCode();

        PostgresServer.Instance.Run($"ALTER DATABASE {name} ALLOW_CONNECTIONS false");
        PostgresServer.Instance.KillAll(address);
        await StatusAsync(weir, System.Net.HttpStatusCode.ServiceUnavailable);

        PostgresServer.Instance.Run($"ALTER DATABASE {name} ALLOW_CONNECTIONS true");
        await StatusAsync(weir, System.Net.HttpStatusCode.OK);
        weir.Child.Lines.ShouldNotContain(line => line.Contains(PostgresServer.Password, StringComparison.Ordinal));
    }

    private static async Task StatusAsync(WeirProcess weir, System.Net.HttpStatusCode wanted)
    {
        using var tooLong = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        while (true)
        {
            using var answer = await SendAsync(weir, tooLong.Token);
            if (answer.StatusCode == wanted) return;
        }
    }

    private static async Task<HttpResponseMessage> SendAsync(WeirProcess weir, CancellationToken stop)
    {
        try
        {
            return await weir.Client.PostAsync("/v1/chat/completions", new StringContent(Hello, null, "application/json"), stop);
        }
        catch (HttpRequestException broken)
        {
            throw new InvalidOperationException($"the gateway does not answer; it said:\n{weir.Child.Output}", broken);
        }
    }

    private static string Yaml(string address) => $$"""
        storage: { database: "{{address}}", password: "file:password" }
        providers: { sim: { built_in: simulator } }
        deployments: { sim: { provider: sim, price: { input: 1, output: 1 } } }
        models: { sim: { route: [sim] } }
        budgets: { each-user: { each: [user], usd: 1 } }
        """;

    private Task<WeirProcess> StartAsync(string address) => WeirProcess.StartAsync(new WeirProcessOptions { Data = _data.Path, Configuration = Yaml(address) });

    private Task<Ran> RunAsync(params string[] words) => Terminal.RunAsync([.. words, "--data", _data.Path, "--config", Config]);
}
