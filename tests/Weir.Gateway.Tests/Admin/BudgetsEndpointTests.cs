using Weir.Gateway.Storage;
using Weir.Testing;

namespace Weir.Gateway.Tests.Admin;

/// <summary>Budgets over the admin API: how they stand, and more of them for a while.</summary>
public sealed class BudgetsEndpointTests
{
    private const string Budgets = "budgets: { all: { usd: 0.000001, hard: true, per: lifetime, lower_max_tokens: false }, each-user: { each: [user], million_tokens: 1 } }";
    private const string Raise = """{"by": 5, "until": "2026-09-01T00:00:00Z", "reason": "launch"}""";

    private const string Hello = """{"model":"asked-model","max_tokens":10,"messages":[{"role":"user","content":"hi"}]}""";

    private readonly FakeTimeProvider _clock = new();

    [Fact]
    public async Task A_raise_holds_at_once_and_stands_in_the_audit_log()
    {
        await using var scene = await Scene.StartAsync(AdminScene.With(Budgets), _clock);
        (await scene.ChatAsync(Hello)).Status.ShouldBe(402);

        var raised = await scene.AdminAsync("POST", "budgets/all", Raise);

        raised.Status.ShouldBe(200, raised.Body);
        (await scene.ChatAsync(Hello)).Status.ShouldBe(200);
        (await scene.AdminAsync("GET", "budgets/all")).Json.GetProperty("raises")[0].GetProperty("reason").GetString().ShouldBe("launch");
        var entry = (await scene.AdminAsync("GET", "audit?action=budget.")).Json.GetProperty("entries").EnumerateArray().ShouldHaveSingleItem();
        (entry.GetProperty("object").GetString(), entry.GetProperty("reason").GetString()).ShouldBe(("all", "launch"));
        entry.GetProperty("actor").GetString().ShouldNotBeNull().ShouldStartWith("admin_");
    }

    /// <summary>One that was taken wrongly would raise the budget for everybody, or so far that sums of it overflow.</summary>
    [Theory]
    [InlineData("""{"by": 5, "until": "2026-09-01T00:00:00Z", "reason": "x", "subject": 7}""", "'subject' is no text.")]
    [InlineData("""{"by": 5, "until": "2026-09-01T00:00:00Z", "reason": "x", "subjct": "ann"}""", "'subjct' is not known. Did you mean \"subject\"?")]
    [InlineData("""{"by": 79228162514264337593543950335, "until": "2026-09-01T00:00:00Z", "reason": "x"}""", "is out of range. The budget 'each-user' is in tokens: give more than 0, up to 1000000000000000.")]
    [InlineData("""{"by": "5", "until": "2026-09-01T00:00:00Z", "reason": "x"}""", "'by' is no number.")]
    [InlineData("""{"until": "2026-09-01T00:00:00Z", "reason": "x"}""", "'by' is no number.")]
    [InlineData("""{"by": 5, "until": "24h", "reason": "x"}""", "'until' is no date and time with an offset.")]
    [InlineData("""{"by": 5, "until": "2026-01-01T00:00:00Z", "reason": "x"}""", "2026-01-01 00:00:00Z is over.")]
    [InlineData("""{"by": 5, "until": "2026-09-01T00:00:00Z"}""", "no reason is given.")]
    [InlineData("[]", "The body is no JSON object")]
    [InlineData("{", "The body is no JSON object")]
    public async Task A_raise_that_makes_no_sense_changes_nothing(string body, string explanation)
    {
        await using var scene = await Scene.StartAsync(AdminScene.With(Budgets), _clock);

        (await scene.AdminAsync("POST", "budgets/each-user", body)).ShouldBeRefused(400, "invalid_raise").ShouldContain(explanation);

        (await scene.AdminAsync("GET", "budgets/each-user")).Json.GetProperty("raises").GetArrayLength().ShouldBe(0);
    }

    [Fact]
    public async Task A_raise_that_cannot_be_entered_is_not_made()
    {
        using var log = new LogCapture();
        await using var scene = await Scene.StartAsync(AdminScene.With(Budgets), _clock, logging: log.Attach);
        using (var session = scene.Part<Database>().Connect())
            session.Execute("CREATE TRIGGER full BEFORE INSERT ON audit_log BEGIN SELECT RAISE(ABORT, 'the disk is full'); END");

        (await scene.AdminAsync("POST", "budgets/all", Raise)).ShouldBeRefused(503, "audit_unavailable");

        (await scene.ChatAsync(Hello)).Status.ShouldBe(402);
        log.Lines.ShouldContain(line => line.Contains("the budget all was not raised", StringComparison.Ordinal));
    }

    [Fact]
    public async Task What_is_not_there_cannot_be_raised()
    {
        await using var scene = await Scene.StartAsync(AdminScene.With(Budgets), _clock);

        (await scene.AdminAsync("POST", "budgets/al", Raise)).ShouldBeRefused(404, "budget_not_found");
        (await scene.AdminAsync("GET", "budgets/al")).ShouldBeRefused(404, "budget_not_found");
    }
}
