using System.Globalization;
using System.Text;
using System.Text.Json;
using Weir.Gateway.Responses;
using Weir.Gateway.Storage;
using Weir.Testing;
using Xunit.Abstractions;

namespace Weir.Cli.Tests.Crash;

/// <summary>
/// Whoever has read the end of an answer can go on from it, also after <c>kill -9</c>; and what a crash leaves is whole
/// conversations, each of whose answers is in the ledger.
/// </summary>
[Collection(AloneCollection.Name)]
[Trait("Category", "Slow")]
public sealed class StoredResponseKillTests(ITestOutputHelper output)
{
    /// <summary>Of all that were seen; each is found in the database in any case.</summary>
    private const int GoneOnFrom = 40;

    [Fact]
    public async Task Every_answer_that_a_client_saw_end_can_be_gone_on_from()
    {
        var crashes = int.Parse(Environment.GetEnvironmentVariable("WEIR_TEST_CRASHES") is { Length: > 0 } set ? set : "10", CultureInfo.InvariantCulture);
        output.WriteLine($"WEIR_TEST_SEED={TestSeed.Value}");
        var random = new Random(TestSeed.Value);
        var seen = new List<string>();
        using var data = new TemporaryData();
        for (var crash = 0; crash < crashes; crash++)
        {
            await using var round = await CrashRound.StartAsync(data.Path, random);
            await ShouldBeWholeAsync(data.Path, seen);
            seen.AddRange(await round.CrashAsync(static (weir, random, killed) => new ResponsesCrashClient(weir, random, killed)));
        }

        await using var weir = await WeirProcess.StartAsync(new() { Data = data.Path, Configuration = ModelsConfiguration.Yaml });
        await ShouldBeWholeAsync(data.Path, seen);
        output.WriteLine($"{crashes} crashes, {seen.Count} answers seen to their end");
        // Each life ends after its first answer; how many more there are is the machine's business.
        seen.Count.ShouldBeGreaterThanOrEqualTo(crashes);
        foreach (var id in seen.OrderBy(_ => random.Next()).Take(GoneOnFrom))
        {
            using var body = new StringContent($$"""{"model":"sim-fast","input":"and?","previous_response_id":"resp_{{id}}"}""", Encoding.UTF8, "application/json");
            using var response = await weir.Client.PostAsync("/v1/responses", body);
            response.IsSuccessStatusCode.ShouldBeTrue($"{id}: {await response.Content.ReadAsStringAsync()}, seed {TestSeed.Value}");
        }
    }

    private static async Task ShouldBeWholeAsync(string data, List<string> seen)
    {
        using var database = Database.Open(data, TimeProvider.System, create: false);
        using var session = database.Connect();
        session.Scalar("SELECT count(*) FROM responses WHERE substr(id, 6) NOT IN (SELECT id FROM calls WHERE outcome = 'completed')").ShouldBe("0");
        session.Scalar("SELECT count(*) FROM responses WHERE previous_id NOT IN (SELECT id FROM responses)").ShouldBe("0");
        session.Scalar("SELECT coalesce(sum(length(CAST(input AS BLOB)) + length(CAST(body AS BLOB))), 0) FROM responses")
            .ShouldBe(session.Scalar("SELECT coalesce(sum(bytes), 0) FROM response_bytes"));
        var store = new ResponseStore(database, TimeProvider.System);
        foreach (var id in seen)
        {
            var found = (await store.FindAsync("resp_" + id, "default")).ShouldNotBeNull($"{id} is lost, seed {TestSeed.Value}");
            using var body = JsonDocument.Parse(found.Body);
            body.RootElement.GetProperty("id").GetString().ShouldBe("resp_" + id);
            body.RootElement.GetProperty("status").GetString().ShouldBeOneOf("completed", "incomplete");
            using var input = JsonDocument.Parse(found.Input);
            input.RootElement.GetArrayLength().ShouldBe(1);
        }
    }
}
