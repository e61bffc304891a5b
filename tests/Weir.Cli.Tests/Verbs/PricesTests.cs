using System.Text.Json.Nodes;
using Weir.Dialects.Usage;
using Weir.Gateway.Audit;
using Weir.Gateway.Ledger;
using Weir.Gateway.Storage;

namespace Weir.Cli.Tests.Verbs;

[Collection(nameof(ConsoleCollection))]
public sealed class PricesTests : IDisposable
{
    private const string Yaml = """
        providers: { openai: { preset: openai, discount: 10 }, sim: { built_in: simulator } }
        deployments:
          openai-eu: { provider: openai, model: gpt-5 }
          mine: { provider: sim, price: { input: 7, output: 8 } }
          gpu: { provider: sim, price: { machine_hour: 4.20, machines: 2, slots: 64 } }
        models: { gpt: { route: [openai-eu, mine, gpu] } }
        """;

    private const string Usage = """{"usage":{"prompt_tokens":1000,"completion_tokens":200,"prompt_tokens_details":{"cached_tokens":400}},"service_tier":"flex"}""";

    private readonly DataDirectory _directory = new();
    private readonly string _config;

    public PricesTests() => _config = _directory.Write("weir.yaml", Yaml);

    public void Dispose() => _directory.Dispose();

    [Fact]
    public async Task The_list_has_a_line_for_every_model_and_says_how_old_its_price_is()
    {
        var ran = await RunAsync("list", "--provider", "openai/gpt-5-mini");

        ran.Code.ShouldBe(0);
        ran.Lines.Length.ShouldBe(2);
        ran.Lines[1].ShouldMatch(@"^openai/gpt-5-mini +0\.25 +0\.025 +2 +batch, flex, priority +2026-08-21 +\d+d +- +book +models\.dev");
        (await RunAsync("list", "--json")).Json.GetArrayLength().ShouldBeGreaterThan(70);
        var csv = (await RunAsync("list", "--csv", "--provider", "anthropic/claude-sonnet-5")).Lines;
        csv[0].ShouldBe("name,input,cached,output,more,as of,age,until,from,source");
        csv[1].ShouldStartWith("anthropic/claude-sonnet-5,2,0.2,10,\"cache_write, cache_write_hour, web_search, batch, in us\",2026-08-21,");
        csv[1].ShouldContain(",2026-08-31 (over),book,");
    }

    [Fact]
    public async Task Everything_of_one_model_is_shown_and_who_says_otherwise()
    {
        _directory.Write("prices.yaml", "prices:\n  openai/gpt-5: { input: 1, output: 10, source: contract, as_of: 2026-10-01 }\n  openai/gpt-5 flex: { input: 0.5, output: 5 }\n");

        var ran = await RunAsync("show", "openai/gpt-5");

        ran.Code.ShouldBe(0);
        ran.Lines[0].ShouldMatch("^openai/gpt-5  \\(own:[0-9a-f]{8}:openai/gpt-5\\)$");
        ran.Lines[1].ShouldStartWith("from prices.yaml, stated by contract, as of 2026-10-01 (");
        ran.Out.ShouldContain("also for openai/gpt-5-2025-08-07");
        ran.Out.ShouldMatch(@"flex +output +5 +per million tokens");
        ran.Out.ShouldContain("Weir's own book (2026-08-21) says otherwise: input 1.25 there, 1 here.");
        (await RunAsync("show", "openai-eu")).Out.ShouldStartWith("openai/gpt-5  (");
    }

    [Fact]
    public async Task What_nobody_states_is_said_so()
    {
        var ran = await RunAsync("show", "openai/gpt-5-mimi");

        ran.Code.ShouldBe(1);
        ran.ErrorLines.ShouldHaveSingleItem().ShouldBe("weir: nobody states a price for 'openai/gpt-5-mimi'. Did you mean \"openai/gpt-5-mini\"?");
    }

    [Fact]
    public async Task A_usage_block_is_priced_line_by_line()
    {
        var ran = await RunAsync("cost", "--model", "openai/gpt-5", "--usage", _directory.Write("answer.json", Usage));

        ran.Code.ShouldBe(0);
        ran.Lines[0].ShouldBe("price book:2026-08-21:openai/gpt-5, tier flex, 1000 tokens in, 200 out");
        ran.Out.ShouldMatch(@"cached_input +400 +0\.0625 +million +0\.000025");
        ran.Out.ShouldMatch(@"input +600 +0\.625 +million +0\.000375");
        ran.Lines[^1].ShouldBe("total $0.0014");
        var json = (await RunAsync("cost", "--model", "openai-eu", "--usage", _directory.File("answer.json"), "--json")).Json;
        (json.GetProperty("cost").GetDecimal(), json.GetProperty("discount_share").GetDecimal()).ShouldBe((0.00126m, 0.9m));
    }

    [Theory]
    [InlineData("""{"input_tokens":1000,"output_tokens":100,"cache_read_input_tokens":0}""", "anthropic/claude-opus-5", "--region us", "total $0.00825")]
    [InlineData("""{"input_tokens":1000,"output_tokens":100,"cache_read_input_tokens":0}""", "anthropic/claude-opus-5", "--tier batch", "total $0.00375")]
    [InlineData("""{"promptTokenCount":1000,"candidatesTokenCount":10,"thoughtsTokenCount":90}""", "google/gemini-2.5-flash", "", "total $0.00055")]
    [InlineData("""{"usage":{"type":"duration","seconds":90}}""", "openai/whisper-1", "", "total $0.009")]
    [InlineData("""{"usage":{"prompt_tokens":10,"completion_tokens":1,"cost":0.5}}""", "openai/gpt-5", "", "the provider says $0.5")]
    [InlineData("""{"inputTokens":1000,"outputTokens":1,"cacheReadInputTokens":9}""", "bedrock/amazon.nova-pro-v1:0", "", "not exact, without a price of its own: cached_input")]
    public async Task Any_providers_block_is_recognised(string usage, string model, string options, string last)
    {
        var ran = await RunAsync(["cost", "--model", model, "--usage", _directory.Write("usage.json", usage), .. options.Split(' ', StringSplitOptions.RemoveEmptyEntries)]);

        ran.Code.ShouldBe(0);
        ran.Lines[^1].ShouldBe(last);
    }

    [Theory]
    [InlineData("cost --model openai/gpt-9 --usage usage.json", 1, "nobody states a price for 'openai/gpt-9'")]
    [InlineData("cost --model openai/gpt-5 --usage none.json", 2, "cannot be read")]
    [InlineData("cost --model openai/gpt-5 --usage weir.yaml", 2, "is no JSON")]
    [InlineData("cost --model openai/gpt-5 --usage empty.json", 2, "says nothing of what was used")]
    [InlineData("cost --model gpu --usage usage.json", 2, "is charged by the time that attempts take")]
    [InlineData("import empty.json", 2, "is none of the catalogues that are known")]
    public async Task What_cannot_be_priced_is_told_with_a_remedy(string line, int code, string message)
    {
        _directory.Write("usage.json", Usage);
        _directory.Write("empty.json", "{}");

        var ran = await RunAsync([.. line.Split(' ').Select(word => word.EndsWith(".json", StringComparison.Ordinal) || word.EndsWith(".yaml", StringComparison.Ordinal) ? _directory.File(word) : word)]);

        ran.Code.ShouldBe(code);
        ran.ErrorLines.ShouldHaveSingleItem().ShouldContain(message);
    }

    [Fact]
    public async Task An_import_shows_what_would_change_and_writes_only_when_told()
    {
        var catalogue = _directory.Write("catalogue.json", """
            {"gpt-5":{"litellm_provider":"openai","input_cost_per_token":1e-06,"output_cost_per_token":1e-05},
             "gpt-5-mini":{"litellm_provider":"openai","input_cost_per_token":2.5e-07,"output_cost_per_token":2e-06},
             "gpt-5-nano":{"litellm_provider":"openai","input_cost_per_token":1e-08,"output_cost_per_token":4e-07},
             "unheard-of":{"litellm_provider":"openai","input_cost_per_token":1e-06,"output_cost_per_token":1e-05}}
            """);

        var shown = await RunAsync("import", catalogue);

        shown.Code.ShouldBe(0);
        shown.Lines.Length.ShouldBe(3);
        shown.Lines[1].ShouldMatch("^openai/gpt-5 +changed +input 1.25 → 1$");
        shown.Lines[2].ShouldMatch("^openai/gpt-5-nano +left, fivefold +input 0.05 → 0.01$");
        shown.Error.ShouldContain("Nothing is written yet: --apply writes 1 model to ");
        File.Exists(_directory.File("prices.yaml")).ShouldBeFalse();

        (await RunAsync("import", catalogue, "--apply")).Error.ShouldContain("1 model written to ");
        File.ReadAllText(_directory.File("prices.yaml")).ShouldContain("  openai/gpt-5: { input: 1, output: 10, as_of: ");
        (await RunAsync("show", "openai/gpt-5")).Lines[1].ShouldStartWith("from prices.yaml, stated by litellm, as of ");
    }

    [Fact]
    public async Task Prices_of_ones_own_are_not_written_over_unless_one_says_so()
    {
        _directory.Write("prices.yaml", "prices:\n  openai/gpt-5: { input: 3, output: 9 }\n");
        var catalogue = _directory.Write("catalogue.json", """{"gpt-5":{"litellm_provider":"openai","input_cost_per_token":1e-06,"output_cost_per_token":1e-05}}""");

        var left = await RunAsync("import", catalogue, "--apply");
        left.Lines[1].ShouldMatch("^openai/gpt-5 +left, your own +input 3 → 1, output 9 → 10$");
        File.ReadAllText(_directory.File("prices.yaml")).ShouldContain("input: 3");

        (await RunAsync("import", catalogue, "--apply", "--overwrite")).Code.ShouldBe(0);
        File.ReadAllText(_directory.File("prices.yaml")).ShouldContain("input: 1, output: 10");
    }

    [Fact]
    public async Task Costs_are_computed_anew_and_explained_and_written_only_when_told()
    {
        var (old, unknown) = (DataDirectory.Call(TimeSpan.FromHours(2)), DataDirectory.Call(TimeSpan.FromHours(1)));
        unknown.Attempts[0].Cost = unknown.Cost = null;
        await _directory.FillAsync(old, unknown);
        const decimal now = ((200 * 1.25m) + (1000 * 0.125m) + (350 * 10m)) * 0.9m / 1_000_000;

        var shown = await RunAsync("recompute", "--since", "7d", "--data", _directory.Path);

        shown.Code.ShouldBe(0);
        shown.Out.ShouldMatch(@"openai-eu +1 +0\.00000437 +0\.0034875 +0\.00348313 +another price +2026-01-01 +book:2026-08-21:openai/gpt-5 -10%");
        shown.Out.ShouldMatch(@"openai-eu +1 +0 +0\.0034875 +0\.0034875 +no price was known");
        shown.Error.ShouldContain("2 calls looked at, 2 attempts would cost something else. Nothing was changed; --apply writes them.");
        Costs().ShouldBe([0.00000437m, null]);
        var page = JsonNode.Parse((await RunAsync("recompute", "--json", "--data", _directory.Path)).Out).ShouldNotBeNull();
        (page["applied"]!.GetValue<bool>(), page["calls"]!.GetValue<int>()).ShouldBe((false, 2));
        page["attempts"]!.AsArray().Select(one => one!["call"]!.GetValue<string>()).ShouldBe([old.Id, unknown.Id], ignoreOrder: true);

        (await RunAsync("recompute", "--apply", "--reason", "agreed rates", "--data", _directory.Path)).Code.ShouldBe(0);
        Costs().ShouldBe([now, now]);
        (await RunAsync("recompute", "--data", _directory.Path)).Error.ShouldContain("0 attempts would cost something else.");
        using var database = Database.Open(_directory.Path, TimeProvider.System);
        new AuditLog(database).Newest(new AuditFilter(Action: AuditActions.PricesRecompute), 9).Select(entry => (entry.Object, entry.Reason, entry.Details))
            .ShouldBe([("all calls", "agreed rates", "begun"), ("all calls", "agreed rates", "2 attempts, 0.00000437 to 0.006975 USD")]);
        var row = new LedgerStore(database).Find(old.Id).ShouldNotBeNull();
        (row.Usage, row.Attempts[0].PriceVersion).ShouldBe((new TokenUsage(1200, 350, 1000), "book:2026-08-21:openai/gpt-5 -10%"));
    }

    private decimal?[] Costs()
    {
        using var database = Database.Open(_directory.Path, TimeProvider.System);
        return [.. new LedgerStore(database).Tail(10).Select(call => call.Cost)];
    }

    private Task<Ran> RunAsync(params string[] line) => Terminal.RunAsync(["prices", .. line, "--config", _config]);
}
