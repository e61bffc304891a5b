using System.Collections.Concurrent;
using System.Collections.Immutable;
using Microsoft.Extensions.Logging.Abstractions;
using Weir.Gateway.Alerts;
using Weir.Gateway.Budgets;
using Weir.Gateway.Storage;
using Weir.Testing;

namespace Weir.Gateway.Tests.Budgets;

/// <summary>Steps that very many counters reach at once.</summary>
public sealed class BudgetNewsTests : IDisposable
{
    private const int Users = 12_000;

    private static readonly BudgetModel Model = new()
    {
        Name = "each-user", Scope = new BudgetScope(), Each = [BudgetDimension.User], Unit = BudgetUnit.Tokens, Limit = 100, IsHard = false, LowersMaxTokens = true,
        Calendar = new BudgetCalendar(BudgetPeriod.Lifetime, TimeZoneInfo.Utc, TimeSpan.Zero), Steps = ImmutableArray.Create(new BudgetStep(0.5m, BudgetAction.Notify)), Definition = "0123456789ab",
    };

    private readonly TemporaryData _data = new();

    public void Dispose() => _data.Dispose();

    [Fact]
    public async Task Those_for_whom_there_is_no_room_are_told_when_they_spend_again_and_all_are_told_once()
    {
        using var database = Database.Open(_data.Path, TimeProvider.System);
        var told = new Told();
        var book = new BudgetBook(TimeProvider.System);
        var news = new BudgetNews(book, new StepStore(database), told, NullLogger<BudgetNews>.Instance);
        book.Reached = news.Add;
        // Nobody writes anything down yet, as when the disk is slow.
        SpendAll(book);

        await news.StartAsync(CancellationToken.None);
        await Scene.UntilAsync(() => told.Names.Count == 10_000, "those for whom there was room are told");
        SpendAll(book);
        await Scene.UntilAsync(() => told.Names.Count == Users, "everybody is told");
        await news.StopAsync(CancellationToken.None);

        told.Names.Distinct(StringComparer.Ordinal).Count().ShouldBe(Users);
    }

    private static void SpendAll(BudgetBook book)
    {
        var state = book.States.Of(Model);
        for (var user = 0; user < Users; user++) book.Upkeep.Add(state, new SpentKey(Model.Name, Model.Definition, $"user {user}", 0), new Amount(0, 60));
    }

    private sealed class Told : IAlerts
    {
        public ConcurrentQueue<string> Names { get; } = new();

        public void Raise(Alert alert) => Names.Enqueue(alert.DedupeKey);
    }
}
