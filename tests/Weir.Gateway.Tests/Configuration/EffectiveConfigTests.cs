using Weir.Dialects.Usage;
using Weir.Gateway.Configuration.Output;
using Weir.Gateway.Faults;

namespace Weir.Gateway.Tests.Configuration;

public sealed class EffectiveConfigTests
{
    private const string Everything =
        """
        server: { listen: "http://*:${PORT:-8081}", drain: 1500ms }
        limits: { request_body: 1.5MiB, stream_event: 2048, calls_in_flight: 7, fault_share: 12.50 }
        timeouts: { connect: 1s }
        ledger: { durability: buffered }
        providers:
          one:
            base_url: https://one.example/v1/
            api_key: ${SECRET}
            api_key_header: X-Api-Key
            headers: { x-org: "${ORG}" }
            forward_headers: [openai-beta, "x-${ORG}-*"]
            timeouts: { total: 20m }
          sim: { built_in: simulator }
        deployments:
          openai/gpt-4.1: { provider: one, priced_as: openai/gpt-4.1 }
          b: { provider: sim, model: "a \"b\" $${c}", price: { input: 0.250, output: 2, cached_input: 0.0250 }, timeouts: { idle: 5s } }
        models:
          "4": { route: [openai/gpt-4.1, { deployment: b, weight: 3 }] }
        tenants: { acme: , beta: {} }
        features: { chat: }
        keys:
          ci: { value: "${SECRET}", tenant: acme, feature: chat, models: ["4"] }
        admin: { hash: "sha256:9beef9f5855038088b1713278f7a40438e34e8ba2907768147537afe70a959a8" }
        faults:
          day: { deployments: [b], kind: status, code: 429, retry_after: 2s, percent: 2.50, tenants: [acme], from: 2026-11-21T22:00:00Z, until: "2026-11-22T22:00+01:00" }
          mine: { provider: one, kind: stall, wait: 1500ms, after: 0, only_on_request: true, allow_total: true, for: 90s }
        """;

    private static readonly FakeEnvironment Environment = new() { ["SECRET"] = "wk-0123456789abcdefghijklmnopqrstuv", ["ORG"] = "acme" };

    [Fact]
    public void What_is_printed_loads_again_to_the_same_release()
    {
        var first = Given.Load(Everything, Environment);
        first.Errors.ShouldBeEmpty();

        var printed = EffectiveConfig.Print(first.Config);
        var second = Given.Load(printed, Environment);

        second.Errors.ShouldBeEmpty(printed);
        second.Model.ShouldNotBeNull().Release.ShouldBe(first.Model.ShouldNotBeNull().Release);
        EffectiveConfig.Print(second.Config).ShouldBe(printed);
    }

    [Fact]
    public void Defaults_are_filled_in()
    {
        var printed = EffectiveConfig.Print(Given.Load(Given.Minimal).Config);

        printed.ShouldContain("  listen: http://127.0.0.1:8080\n  drain: 30s\n");
        printed.ShouldContain("  request_body: 32MiB\n");
        printed.ShouldContain("  total: 10m\n");
        printed.ShouldContain("    model: sim\n");
        printed.ShouldContain("      - \"x-sim-*\"\n");
        printed.ShouldContain("features: {}\nkeys: {}\n");
        printed.ShouldContain("      - { deployment: sim, weight: 1 }\n");
    }

    [Fact]
    public void The_model_says_what_was_written()
    {
        var model = Given.Model(Everything, Environment);

        var one = model.Providers["one"];
        one.BaseUrl.ToString().ShouldBe("https://one.example/v1");
        one.ApiKeyHeader.ShouldBe("x-api-key");
        one.Headers.Single().Value.Reveal().ShouldBe("acme");
        one.ForwardHeaders.ShouldBe(["openai-beta", "x-acme-*"]);
        one.Timeouts.ShouldBe(new(TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(60), null, TimeSpan.FromSeconds(60), TimeSpan.FromMinutes(20)));
        var b = model.Deployments["b"];
        b.UpstreamModel.ShouldBe("a \"b\" ${c}");
        System.Text.Json.JsonSerializer.Deserialize<string>(b.UpstreamModelJson.Span).ShouldBe(b.UpstreamModel);
        b.Price.ShouldNotBeNull().Version.ShouldBe("config:b:0.25/2/0.025");
        b.Price.CostOf(new TokenUsage(1_000_000, 1_000_000, CachedInput: 400_000)).Amount.ShouldBe(0.15m + 0.01m + 2m);
        b.Timeouts.Idle.ShouldBe(TimeSpan.FromSeconds(5));
        model.Models["4"].Candidates.Sum(candidate => candidate.Weight).ShouldBe(4);
        model.Limits.ShouldBe(new(1_572_864, 2048, 7, 32 << 20, TimeSpan.FromMinutes(10)) { FaultShare = 12.5m });
        model.Admin.ShouldNotBeNull().Key.ToString().ShouldBe("9beef9f5855038088b1713278f7a40438e34e8ba2907768147537afe70a959a8");
        var (day, mine) = (model.Faults[0], model.Faults[1]);
        (day.Kind, day.Code, day.Percent, day.Until).ShouldBe((FaultKind.Status, 429, 2.5m, new DateTimeOffset(2026, 11, 22, 21, 0, 0, TimeSpan.Zero)));
        (mine.Wait, mine.After, mine.Scope.OnlyOnRequest, mine.AllowTotal, mine.For).ShouldBe((TimeSpan.FromSeconds(1.5), 0, true, true, TimeSpan.FromSeconds(90)));
        model.Server.ShouldNotBeNull().Listen.Port.ShouldBe(8081);
        model.Durability.ShouldBe(Model.LedgerDurability.Buffered);
        model.Tenants.Keys.Order().ShouldBe(["acme", "beta"]);
        var key = model.Keys.Single();
        (key.Tenant, key.Feature).ShouldBe(("acme", "chat"));
        key.Models.ShouldNotBeNull().ShouldBe(["4"]);
        key.Id.ShouldMatch("^key_[0-9a-f]{8}$");
    }

    [Fact]
    public void The_release_depends_on_content_and_not_on_form()
    {
        var release = Given.Model(Given.Minimal).Release;

        release.ShouldMatch("^[0-9a-f]{12}$");
        Given.Model("# a comment\n" + Given.Minimal).Release.ShouldBe(release);
        Given.Model("server: { drain: 30000ms }\n" + Given.Minimal).Release.ShouldBe(release);
        Given.Model("server: { drain: 31s }\n" + Given.Minimal).Release.ShouldNotBe(release);
        Given.Model(Given.Minimal + "tenants: { default: , other: }\n").Release.ShouldNotBe(release);
    }

    [Fact]
    public void A_rotated_secret_is_a_new_release()
    {
        var rotated = new FakeEnvironment { ["SECRET"] = "wk-another-0123456789abcdefghijklmnop", ["ORG"] = "acme" };

        Given.Model(Everything, rotated).Release.ShouldNotBe(Given.Model(Everything, Environment).Release);
    }
}
