using Weir.Gateway.Budgets;
using Weir.Gateway.Leases;
using Weir.Gateway.Tests.Storage;
using Weir.Testing;
using Xunit.Abstractions;

namespace Weir.Gateway.Tests.Leases;

/// <summary>Leases in a database are granted as those in memory are, whose rules the simulation proves. WEIR_TEST_SEED repeats a schedule.</summary>
public class LeaseStoreTests(ITestOutputHelper output, Engine engine = Engine.Sqlite) : IDisposable
{
    private static readonly LeaseTerms[] Terms = [LeaseTerms.Money, LeaseTerms.Tokens, LeaseTerms.Minute, LeaseTerms.Slots(TimeSpan.FromSeconds(90))];

    private readonly TestDatabase _database = new(engine);
    private readonly FakeTimeProvider _clock = new();
    private readonly MemoryAuthority _memory = new();

    public void Dispose() => _database.Dispose();

    [StoreFact]
    public void Every_answer_is_the_one_that_is_given_in_memory()
    {
        output.WriteLine($"WEIR_TEST_SEED={TestSeed.Value}");
        var random = new Random(TestSeed.Value);
        var database = _database.Open();
        using var store = new LeaseStore(database, _clock);
        using var session = database.Connect();
        var replicas = Enumerable.Range(0, 3).Select(i => new LeaseBook($"r{i}", _clock)).ToArray();
        foreach (var book in replicas) Begin(book);
        var granted = 0m;
        for (var step = 0; step < 600; step++)
        {
            var (book, gate) = (replicas[random.Next(3)], new Lock());
            var at = random.Next(12);
            var terms = Terms[at % 4];
            var slice = book.Open(new LeaseKey($"b{at}", $"d/{terms.Source}", $"s{at % 3}", at), terms, gate);
            slice.Limit = 20;
            switch (random.Next(12))
            {
                case < 3:
                    if (slice.Free >= 1) slice.Take(1);
                    else slice.Ask(random.Next(1, 6));
                    break;
                case < 5 when slice.Used > 0:
                    slice.Give(1);
                    if (!terms.Expires) Spend(slice, random.Next(0, 1_001) / 1_000m);
                    slice.Yield();
                    break;
                case 5:
                    slice.StopAsking();
                    break;
                case 6 when slice.Used == 0:
                    slice.Close();
                    break;
                case 7:
                    book.Refresh();
                    break;
                case 8:
                    _clock.Advance(TimeSpan.FromSeconds(random.Next(1, 70)));
                    break;
                case 9 when random.Next(4) == 0:
                    Begin(book);
                    break;
                default:
                    var request = book.Collect();
                    var (reply, expected) = (store.Exchange(request), _memory.Exchange(request));
                    Told(reply).ShouldBe(Told(expected), $"WEIR_TEST_SEED={TestSeed.Value}, step {step}");
                    book.Hear(reply).ShouldBeTrue();
                    granted += reply.Items.Sum(static item => item.Granted);
                    break;
            }
        }
        granted.ShouldBeGreaterThan(100);

        void Begin(LeaseBook book)
        {
            var epoch = store.Register(book.Life.Replica);
            _memory.Register(book.Life.Replica).ShouldBe(epoch);
            store.Release(new ReplicaLife(book.Life.Replica, epoch));
            _memory.Release(new ReplicaLife(book.Life.Replica, epoch));
            book.BeginLife(epoch);
        }

        void Spend(LeaseSlice slice, decimal share)
        {
            var amount = slice.Terms.Source == LeaseSource.Tokens ? Math.Round(share) : share;
            slice.Spend(amount);
            _memory.TryCommit(slice.Life, slice.Life, slice.Key, amount);
            session.Transact(_ =>
            {
                using var add = SpentRow.PrepareAdd(session);
                using var leased = new LeaseSpending(session);
                SpentRow.Add(add, new SpentKey(slice.Key.Name, "d", slice.Key.Subject, slice.Key.Window), new Amount(share, (long)amount));
                leased.Add(slice, amount);
                leased.Write();
                return true;
            });
        }
    }

    [StoreFact]
    public void What_was_leased_is_there_after_a_restart_of_the_authority_and_freed_by_an_operator()
    {
        var key = new LeaseKey("b", "d/Cost", "", 0);
        var book = new LeaseBook("gone", _clock);
        using (var first = new LeaseStore(_database.Open(), _clock))
        {
            book.BeginLife(first.Register("gone"));
            var slice = book.Open(key, LeaseTerms.Money, new Lock());
            slice.Limit = 10;
            slice.Ask(7);
            book.Hear(first.Exchange(book.Collect()));
            slice.Free.ShouldBe(7);
        }
        using var store = new LeaseStore(_database.Open(), _clock);
        var other = new LeaseBook("other", _clock);
        other.BeginLife(store.Register("other"));
        var rest = other.Open(key, LeaseTerms.Money, new Lock());
        rest.Limit = 10;
        rest.Ask(5);
        other.Hear(store.Exchange(other.Collect()));
        rest.Free.ShouldBeLessThan(5);

        store.Forget("gone").ShouldBeTrue();
        store.Forget("never there").ShouldBeFalse();
        other.Hear(store.Exchange(other.Collect()));

        rest.Free.ShouldBe(5);
        store.Exchange(book.Collect()).Answer.ShouldBe(LeaseAnswer.Ended);
    }

    private static string Told(LeaseReply reply) => string.Join('\n', [
        $"{reply.Number} {reply.Answer} {reply.Lapses}",
        .. reply.Items.OrderBy(static item => item.Key).Select(static item => FormattableString.Invariant(
            $"{item.Key.Name} {item.Granted / 1.000000000000000000m} {item.Returned / 1.000000000000000000m} {item.Spent / 1.000000000000000000m} {(item.SpentInAll ?? -1) / 1.000000000000000000m} {item.Recalled / 1.000000000000000000m}"))]);
}
