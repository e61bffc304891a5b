using Weir.Cli.Tests.Verbs;
using Weir.Testing;

namespace Weir.Cli.Tests.Postgres;

/// <summary><c>weir migrate</c>: a gateway's file goes to a server while it runs, and the gateway after it.</summary>
[Collection(nameof(ConsoleCollection))]
[Trait("Category", "Slow")]
public sealed class MigrateTests : IDisposable
{
    private const string Gateway = """
        providers: { sim: { built_in: simulator } }
        deployments: { sim: { provider: sim, price: { input: 1, output: 1 } } }
        models: { sim: { route: [sim] } }
        """;

    private readonly DataDirectory _data = new();

    public void Dispose() => _data.Dispose();

    [PostgresFact]
    public async Task An_installation_is_moved_while_it_runs_and_goes_on()
    {
        // Given a gateway on a file that has answered a few calls
        var address = PostgresServer.Instance.NewOwnDatabase();
        _data.Write("password", PostgresServer.Password);
        var target = _data.Write("postgres.yaml", $"storage: {{ database: \"{address}\", password: \"file:password\" }}\n" + Gateway);
        await using (var weir = await WeirProcess.StartAsync(new WeirProcessOptions { Data = _data.Path, Configuration = Gateway }))
        {
            await CallAsync(weir, 5);

            // When everything is copied while it runs, calls go on, and the rest follows after its end
            var first = await MigrateAsync(target);
            first.Code.ShouldBe(1, first.Error);
            first.Error.ShouldContain("A gateway still writes the file");
            await CallAsync(weir, 3);
        }
        var last = await MigrateAsync(target, "--json");
        last.Code.ShouldBe(0, last.Error);

        // Then counts and checksums of all tables are equal, and a gateway on the server goes on with the same keys
        var calls = last.Json.EnumerateArray().Single(table => table.GetProperty("table").GetString() == "calls");
        calls.GetProperty("rows").GetInt64().ShouldBe(8);
        (await MigrateAsync(target)).Error.ShouldContain("moved");
        await using (var weir = await WeirProcess.StartAsync(new WeirProcessOptions { Data = _data.Path, Configuration = File.ReadAllText(target) })) await CallAsync(weir, 2);
        (await Terminal.RunAsync("ledger", "tail", "--json", "--data", _data.Path, "--config", target)).Lines.Length.ShouldBe(10);
        (await Terminal.RunAsync("costs", "check", "--data", _data.Path, "--config", target)).Code.ShouldBe(0);
        PostgresServer.Instance.Drop(address);
    }

    [Fact]
    public async Task Without_a_database_to_move_to_it_says_how_to_name_one()
    {
        var ran = await MigrateAsync(_data.Write("weir.yaml", Gateway));

        ran.Code.ShouldBe(2);
        ran.Error.ShouldContain("storage.database");
    }

    private static async Task CallAsync(WeirProcess weir, int times)
    {
        for (; times > 0; times--)
        {
            using var answer = await weir.Client.PostAsync(
                "/v1/chat/completions", new StringContent("""{"model":"sim","messages":[{"role":"user","content":"hi"}]}""", null, "application/json"));
            answer.EnsureSuccessStatusCode();
        }
    }

    private Task<Ran> MigrateAsync(string config, params string[] more) =>
        Terminal.RunAsync(["migrate", "--from", "sqlite", "--to", "postgres", "--data", _data.Path, "--config", config, .. more]);
}
