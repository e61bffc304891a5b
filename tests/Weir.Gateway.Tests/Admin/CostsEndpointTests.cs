using System.Text.Json;
using Weir.Testing;

namespace Weir.Gateway.Tests.Admin;

/// <summary>Costs over the admin API.</summary>
public sealed class CostsEndpointTests
{
    [Fact]
    public async Task What_calls_cost_is_answered_as_the_ledger_has_it()
    {
        await using var scene = await Scene.StartAsync(AdminScene.With());
        using (var client = scene.ClientWith(scene.Key))
        using (var response = await client.SendAsync(Scene.Request("/v1/chat/completions", Scene.Hello)))
            ((int)response.StatusCode).ShouldBe(200);
        var call = scene.LedgerRows().ShouldHaveSingleItem();

        var answer = await scene.AdminAsync("GET", "costs?by=model,deployment&since=2d&where=tenant=default&sort=name&top=5");

        answer.Status.ShouldBe(200, answer.Body);
        using var report = JsonDocument.Parse(answer.Body);
        var row = report.RootElement.GetProperty("rows").EnumerateArray().ShouldHaveSingleItem();
        (row.GetProperty("model").GetString(), row.GetProperty("deployment").GetString()).ShouldBe((call.ModelAsked, call.Deployment));
        (row.GetProperty("calls").GetInt64(), row.GetProperty("input_tokens").GetInt64(), row.GetProperty("output_tokens").GetInt64()).ShouldBe((1, call.Usage.Input, call.Usage.Output));
        (row.GetProperty("cost").ValueKind == JsonValueKind.Null ? (decimal?)null : row.GetProperty("cost").GetDecimal()).ShouldBe(call.Cost);
        report.RootElement.GetProperty("source").GetString().ShouldBe("hours");
    }

    [Theory]
    [InlineData("by=colour", "'colour' is nothing that costs are told apart by.")]
    [InlineData("since=soon", "'soon' is no time.")]
    [InlineData("where=tenant", "'tenant' is no condition.")]
    [InlineData("where=day=2026-11-01", "is about time.")]
    [InlineData("time_zone=Mars/Olympus", "There is no time zone 'Mars/Olympus' on this machine.")]
    [InlineData("top=0", "'0' is no number of rows. Ask for 1 to 1000.")]
    [InlineData("top=1001", "'1001' is no number of rows.")]
    [InlineData("sort=colour", "'colour' is nothing to sort by.")]
    [InlineData("group_by=model", "'group_by' is nothing that can be asked.")]
    [InlineData("where=tag=a&where=tag=b", "Two tags are asked for, and a call with both would count twice.")]
    public async Task What_makes_no_sense_is_refused_with_a_remedy(string query, string message)
    {
        await using var scene = await Scene.StartAsync(AdminScene.With());

        (await scene.AdminAsync("GET", "costs?" + query)).ShouldBeRefused(400, "invalid_query").ShouldContain(message);
    }
}
