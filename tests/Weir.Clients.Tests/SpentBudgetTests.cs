using System.ClientModel;

namespace Weir.Clients.Tests;

public sealed class SpentBudgetTests(SpentWeir weir) : IClassFixture<SpentWeir>
{
    [Fact]
    public async Task The_client_asks_once_where_a_budget_is_used_up()
    {
        var seen = new WireTap();

        var refused = await Should.ThrowAsync<ClientResultException>(() => weir.Chat(seen).CompleteChatAsync("Hello"));

        refused.Message.ShouldContain("budget_exceeded");
        seen.Statuses.ShouldBe([402]);
        weir.Ledger(seen.Id).Attempts.ShouldBeEmpty();
    }
}
