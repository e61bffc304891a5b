using System.Collections.Immutable;
using Weir.Gateway.Ledger;
using Weir.Gateway.Limits;
using Weir.Gateway.Model;
using Weir.Testing;

namespace Weir.Gateway.Tests.Limits;

public sealed class LimitBookTests
{
    private readonly FakeTimeProvider _clock = new(new DateTimeOffset(2026, 3, 1, 12, 0, 0, TimeSpan.Zero));
    private readonly LimitBook _book;

    public LimitBookTests() => _book = new LimitBook(_clock);

    [Fact]
    public void All_limits_of_a_call_are_set_aside_or_none()
    {
        var wide = Limit("wide", new QuotaModel { RequestsPerMinute = 10 });
        var narrow = Limit("narrow", new QuotaModel { RequestsPerMinute = 1 });

        Enter([wide, narrow]).Refusal.ShouldBeNull();
        Enter([wide, narrow]).Refusal!.Limit.ShouldBe(narrow);

        _book.List().Select(use => (use.Limit, use.Used)).ShouldBe([("wide", 1), ("narrow", 1)], ignoreOrder: true);
    }

    [Fact]
    public void Who_is_refused_is_told_of_the_limit_that_takes_longest()
    {
        var minute = Limit("minute", new QuotaModel { RequestsPerMinute = 1, RequestsPerDay = 1, Concurrency = 1 });
        Enter([minute]);

        var refusal = Enter([minute]).Refusal!;

        (refusal.Unit, refusal.IsDay, refusal.Size, refusal.Used).ShouldBe((LimitUnit.Requests, true, 1, 1));
        refusal.Wait.ShouldBe(TimeSpan.FromHours(12));
    }

    [Fact]
    public void What_a_call_did_not_use_is_there_for_the_next()
    {
        var limit = Limit("tokens", new QuotaModel { TokensPerMinute = 1000 });
        var call = Enter([limit], new LimitNeeds(1, 100, 800));
        Enter([limit], new LimitNeeds(1, 100, 800)).Refusal.ShouldNotBeNull();

        call.Settle(new LimitNeeds(1, 90, 10));
        call.Dispose();

        Enter([limit], new LimitNeeds(1, 100, 800)).Refusal.ShouldBeNull();
        _book.List().ShouldHaveSingleItem().Used.ShouldBe(100 + 900);
    }

    [Fact]
    public void A_call_that_is_lost_gives_everything_back()
    {
        var limit = Limit("all", new QuotaModel { RequestsPerMinute = 1, TokensPerDay = 100, Concurrency = 1 });
        Enter([limit], new LimitNeeds(1, 50, 50)).Dispose();

        _book.List().ShouldBeEmpty();
        Enter([limit], new LimitNeeds(1, 50, 50)).Refusal.ShouldBeNull();
    }

    [Fact]
    public void Each_value_has_limits_of_its_own_and_users_of_two_tenants_are_two_users()
    {
        var limit = Limit("users", new QuotaModel { RequestsPerMinute = 1 }, LimitDimension.Tenant, LimitDimension.User);

        Enter([limit], caller: By("acme", "alice")).Refusal.ShouldBeNull();
        Enter([limit], caller: By("acme", "bob")).Refusal.ShouldBeNull();
        Enter([limit], caller: By("globex", "alice")).Refusal.ShouldBeNull();
        Enter([limit], caller: By("acme", "alice")).Refusal.ShouldNotBeNull();
    }

    [Fact]
    public void Another_configuration_changes_the_size_and_not_what_is_used()
    {
        Enter([Limit("r", new QuotaModel { RequestsPerMinute = 1 })]).Refusal.ShouldBeNull();

        var raised = Limit("r", new QuotaModel { RequestsPerMinute = 2, TokensPerMinute = 100 });
        Enter([raised]).Refusal.ShouldBeNull();
        Enter([raised]).Refusal!.Used.ShouldBe(2);
    }

    [Fact]
    public void A_hundred_thousand_subjects_come_and_go_and_leave_nothing_behind()
    {
        var limit = Limit("users", new QuotaModel { RequestsPerMinute = 5, TokensPerMinute = 1000, Concurrency = 2 }, LimitDimension.Tenant, LimitDimension.User);
        var most = 0;
        for (var i = 0; i < 100_000; i++)
        {
            using var call = Enter([limit], new LimitNeeds(1, 10, 10), By("acme", $"user-{i}"));
            call.Settle(new LimitNeeds(1, 10, 5));
            most = Math.Max(most, _book.Subjects);
            if (i % 100 == 0) _clock.Advance(TimeSpan.FromSeconds(1));
        }
        // Those of the last minute, of whom there are a hundred each second, and no more than as many again.
        most.ShouldBeLessThan(2 * 62 * 100);
    }

    [Fact]
    public void Beyond_the_bound_those_who_are_new_share_what_one_is_allowed()
    {
        var limit = Limit("users", new QuotaModel { RequestsPerMinute = 1 }, LimitDimension.Tenant, LimitDimension.User);
        for (var i = 0; i < LimitBook.MostAccounts; i++) Enter([limit], caller: By("acme", $"user-{i}")).Refusal.ShouldBeNull();

        Enter([limit], caller: By("acme", "one-more")).Refusal.ShouldBeNull();
        Enter([limit], caller: By("acme", "and-another")).Refusal.ShouldNotBeNull();

        _book.Subjects.ShouldBeLessThanOrEqualTo(LimitBook.MostAccounts + 1);
        _clock.Advance(TimeSpan.FromSeconds(62));
        Enter([limit], caller: By("acme", "one-more")).Refusal.ShouldBeNull();
    }

    [Fact]
    public async Task Whoever_calls_at_the_same_time_a_limit_is_never_exceeded()
    {
        var limit = Limit("r", new QuotaModel { RequestsPerMinute = 1000, TokensPerMinute = 50_000, Concurrency = 20 });
        var (admitted, running, tooMany) = (0, 0, 0);

        await Task.WhenAll(Enumerable.Range(0, 8).Select(worker => Task.Run(() =>
        {
            var random = new Random(TestSeed.Value + worker);
            for (var i = 0; i < 2000; i++)
            {
                using var call = Enter([limit], new LimitNeeds(1, 10, random.Next(50)));
                if (call.Refusal is not null) continue;
                if (Interlocked.Increment(ref running) > 20) Interlocked.Increment(ref tooMany);
                Interlocked.Increment(ref admitted);
                Interlocked.Decrement(ref running);
                call.Settle(new LimitNeeds(1, 10, random.Next(50)));
            }
        })));

        (admitted, tooMany).ShouldBe((1000, 0), $"WEIR_TEST_SEED={TestSeed.Value}");
        _book.List().Single(use => use.Unit == "concurrency").Used.ShouldBe(0);
    }

    [Fact]
    public void Whatever_calls_do_in_the_end_only_what_they_used_is_counted()
    {
        var random = new Random(TestSeed.Value);
        var limits = new[] { Limit("a", new QuotaModel { TokensPerMinute = 100_000, Concurrency = 50 }), Limit("b", new QuotaModel { InputTokensPerDay = 1_000_000, OutputTokensPerMinute = 50_000 }, LimitDimension.User) };
        var (running, used) = (new List<CallLimits>(), new LimitNeeds());
        for (var step = 0; step < 5000; step++)
        {
            var call = Enter(limits, new LimitNeeds(1, random.Next(200), random.Next(500)), By("acme", $"user-{random.Next(5)}"));
            if (call.Refusal is null) running.Add(call);
            for (var i = running.Count - 1; i >= 0; i--)
            {
                if (random.Next(3) == 0) running[i].Produced(random.Next(4000));
                if (random.Next(6) != 0) continue;
                var actual = random.Next(5) == 0 ? default : new LimitNeeds(1, random.Next(200), random.Next(800));
                used = new LimitNeeds(used.Requests + actual.Requests, used.Input + actual.Input, used.Output + actual.Output);
                running[i].Settle(actual);
                running[i].Dispose();
                running.RemoveAt(i);
            }
            _clock.Advance(TimeSpan.FromMilliseconds(random.Next(300)));
        }
        foreach (var call in running) call.Dispose();

        var seed = $"WEIR_TEST_SEED={TestSeed.Value}";
        _book.List().Where(use => use.Unit == "input_tokens_per_day").Sum(use => use.Used).ShouldBe(used.Input, seed);
        _clock.Advance(TimeSpan.FromSeconds(62));
        _book.List().Where(use => !use.Unit.EndsWith("day", StringComparison.Ordinal)).ShouldAllBe(use => use.Used == 0, seed);
    }

    private CallLimits Enter(RateLimitModel[] limits, LimitNeeds? needs = null, Caller? caller = null) =>
        _book.Enter(limits, caller ?? By("acme", null), needs ?? new LimitNeeds(1, 0, 0));

    private static Caller By(string tenant, string? user) => new(tenant, null, "key_1", user, null, null, "fast", Origin.Interactive);

    private static RateLimitModel Limit(string name, QuotaModel quota, params ImmutableArray<LimitDimension> each) =>
        new() { Name = name, Scope = LimitScope.All, Each = each, Quota = quota, Counter = $"{name} {string.Join(',', each)}" };
}
