using System.Reflection;
using Weir.Dialects.Usage;
using Weir.Gateway.Budgets;
using Weir.Gateway.Ledger;
using Weir.Gateway.Limits;
using Weir.Gateway.Pricing;
using Weir.Gateway.Responses;
using Weir.Gateway.Model;
using Weir.Gateway.Tests.Storage;
using Weir.Testing;

namespace Weir.Gateway.Tests.Ledger;

/// <summary>Reflection sets every property, so that one added later and forgotten in a row fails here.</summary>
public class LedgerRoundTripTests(Engine engine = Engine.Sqlite) : IDisposable
{
    private readonly LedgerFixture _fixture = new(engine);
    private int _seed = 1;

    [StoreFact]
    public async Task Every_property_of_a_call_and_its_attempts_comes_back()
    {
        var call = Filled<CallRecord>();
        call.Attempts.Add(Filled<AttemptRecord>());
        call.Attempts.Add(Filled<AttemptRecord>());
        await using (var writer = _fixture.Writer(LedgerDurability.Committed)) await writer.AppendAsync(call);

        var found = _fixture.Store.Find(call.Id);

        found.ShouldNotBeNull();
        ShouldEqual(found, call);
        found.Attempts.Count.ShouldBe(2);
        for (var i = 0; i < 2; i++) ShouldEqual(found.Attempts[i], call.Attempts[i]);
    }

    [StoreFact]
    public async Task What_is_not_known_stays_unknown()
    {
        var call = new CallRecord { Id = "00000000bare", StartedAt = 1, Endpoint = "", Release = "" };
        call.Attempts.Add(new AttemptRecord { Number = 1, Deployment = "", Provider = "", ModelSent = "", StartedMicros = 0 });
        await using (var writer = _fixture.Writer(LedgerDurability.Committed)) await writer.AppendAsync(call);

        var found = _fixture.Store.Find(call.Id);

        found.ShouldNotBeNull();
        ShouldEqual(found, call);
        ShouldEqual(found.Attempts.ShouldHaveSingleItem(), call.Attempts[0]);
    }

    [StoreFact]
    public void Every_name_of_an_outcome_or_a_source_can_be_read_back()
    {
        foreach (var outcome in Enum.GetValues<Outcome>())
        {
            OutcomeNames.TryParse(OutcomeNames.Of(outcome), out Outcome read).ShouldBeTrue();
            read.ShouldBe(outcome);
        }

        foreach (var source in Enum.GetValues<UsageSource>())
        {
            OutcomeNames.TryParse(OutcomeNames.Of(source), out UsageSource read).ShouldBeTrue();
            read.ShouldBe(source);
        }

        OutcomeNames.TryParse("nonsense", out Outcome _).ShouldBeFalse();
    }

    public void Dispose() => _fixture.Dispose();

    private static void ShouldEqual<T>(T found, T written)
    {
        foreach (var property in Properties<T>()) property.GetValue(found).ShouldBe(property.GetValue(written), property.Name);
    }

    private T Filled<T>()
    {
        var record = Activator.CreateInstance<T>();
        foreach (var property in Properties<T>()) property.SetValue(record, Distinct(property.PropertyType));
        return record;
    }

    private static IEnumerable<PropertyInfo> Properties<T>() =>
        typeof(T).GetProperties().Where(property => property.PropertyType != typeof(List<AttemptRecord>) && property.PropertyType != typeof(StoredResponse) && property.PropertyType != typeof(UnsettledResponse) && property.PropertyType != typeof(BudgetHold) && property.PropertyType != typeof(IReadOnlyList<LimitDayCount>) && property.Name != nameof(UsageExtras.StatedCost));

    private object Distinct(Type type)
    {
        var n = _seed++;
        type = Nullable.GetUnderlyingType(type) ?? type;
        if (type == typeof(string)) return $"text {n} ä";
        if (type == typeof(int)) return n;
        if (type == typeof(long)) return n + 10_000_000_000L;
        if (type == typeof(bool)) return true;
        if (type == typeof(decimal)) return n + 0.000000000001m;
        if (type == typeof(TokenUsage)) return new TokenUsage(n, _seed++, _seed++, _seed++, _seed++, _seed++, _seed++, _seed++, Filled<UsageExtras>(), ServiceTier.Flex);
        if (type == typeof(PriceGaps)) return PriceGaps.OtherModels | PriceGapNames.Of(PriceKind.CacheWriteHour) | PriceGapNames.Of(PriceKind.Input);
        if (type.IsEnum) return Enum.GetValues(type).GetValue(Enum.GetValues(type).Length - 1)!;
        throw new NotSupportedException($"say how to fill a {type}");
    }
}
