using Weir.Gateway.Identity;
using Weir.Gateway.Model;
using Weir.Gateway.Storage;
using Weir.Gateway.Tests.Ledger;
using Weir.Gateway.Tests.Storage;
using Weir.Testing;

namespace Weir.Gateway.Tests.Identity;

public class KeyStoreTests : IDisposable
{
    private readonly LedgerFixture _fixture;
    private readonly KeyStore _store;

    public KeyStoreTests(Engine engine = Engine.Sqlite)
    {
        _fixture = new LedgerFixture(engine);
        _store = new KeyStore(_fixture.Database, new FakeTimeProvider());
    }

    [StoreFact(SqliteOnly = true)]
    public void A_key_is_256_random_bits_and_only_its_hash_is_kept()
    {
        var created = _store.Create(new NewKey("ci", "acme", "search", ["gpt", "claude"], "ada"));

        created.Plaintext.ShouldMatch("^wk_[A-Za-z0-9_-]{43}$");
        created.Key.Id.ShouldMatch("^key_[0-9a-f]{8}$");
        created.ToString().ShouldNotContain(created.Plaintext);
        var kept = _store.List().ShouldHaveSingleItem();
        (kept.Id, kept.Name, kept.Tenant, kept.Feature).ShouldBe((created.Key.Id, "ci", "acme", "search"));
        (kept.CreatedAt, kept.CreatedBy, kept.RevokedAt).ShouldBe((created.Key.CreatedAt, "ada", null));
        kept.Hash.ShouldBe(KeyHash.Of(created.Plaintext));
        kept.Models.ShouldBe(["gpt", "claude"]);
        using var session = _fixture.Database.Connect();
        session.Execute("PRAGMA wal_checkpoint(TRUNCATE)");
        File.ReadAllBytes(_fixture.Database.Path).AsSpan().IndexOf(System.Text.Encoding.ASCII.GetBytes(created.Plaintext)).ShouldBe(-1);
    }

    [StoreFact]
    public void A_name_is_unique_among_the_keys_that_are_good()
    {
        _store.Create(new NewKey("ci", "acme"));
        var clash = Should.Throw<StorageException>(() => _store.Create(new NewKey("ci", "other")));
        clash.Problem.ShouldBe(StorageProblem.Conflict);
        clash.Remedy.ShouldContain("weir keys revoke ci");

        _store.Revoke("ci", "ada");
        _store.Create(new NewKey("ci", "other"));
        _store.List().Select(key => key.RevokedAt is null).ShouldBe([false, true], ignoreOrder: true);
    }

    [StoreFact]
    public void A_key_is_revoked_by_name_or_identifier_once()
    {
        var a = _store.Create(new NewKey("a", "acme")).Key;
        var b = _store.Create(new NewKey("b", "acme")).Key;

        _store.Revoke("a", "ada").Id.ShouldBe(a.Id);
        _store.Revoke(b.Id, "ada").RevokedAt.ShouldNotBeNull();

        _store.FindActive(a.Hash).ShouldBeNull();
        foreach (var again in (string[])["a", b.Id, "nobody"])
            Should.Throw<StorageException>(() => _store.Revoke(again, "ada")).Problem.ShouldBe(StorageProblem.NotFound);
    }

    [StoreFact]
    public void A_keys_deadline_and_priority_are_kept()
    {
        _store.Create(new NewKey("plain", "acme"));
        _store.Create(new NewKey("batch", "acme") { Deadline = TimeSpan.FromMilliseconds(1500), Priority = CallPriority.Low });

        var kept = _store.List().ToDictionary(key => key.Name, key => key.ToModel());
        (kept["plain"].Deadline, kept["plain"].Priority).ShouldBe((null, CallPriority.Normal));
        (kept["batch"].Deadline, kept["batch"].Priority).ShouldBe((TimeSpan.FromMilliseconds(1500), CallPriority.Low));
    }

    [StoreFact]
    public void A_key_from_before_there_were_deadlines_and_priorities_has_neither()
    {
        using (var session = _fixture.Database.Connect())
        {
            var (columns, hash) = ("id, name, hash, tenant, created_at", KeyHash.Of("wk_old"));
            session.Execute($"INSERT INTO keys ({columns}) VALUES ('key_00000001', 'old', '{hash}', 'acme', 1)");
        }

        var kept = _store.FindActive(KeyHash.Of("wk_old")).ShouldNotBeNull();
        (kept.Deadline, kept.Priority).ShouldBe((null, CallPriority.Normal));
    }

    [StoreTheory]
    [InlineData(99)]
    [InlineData(86_400_001)]
    public void A_deadline_that_leaves_no_time_or_no_end_is_refused(int milliseconds)
    {
        var wanted = new NewKey("a", "acme") { Deadline = TimeSpan.FromMilliseconds(milliseconds) };

        Should.Throw<StorageException>(() => _store.Create(wanted)).Remedy.ShouldBe("Write 100ms to 1d.");
        _store.List().ShouldBeEmpty();
    }

    [StoreTheory]
    [InlineData("", "acme", "gpt")]
    [InlineData("key_1", "acme", "gpt")]
    [InlineData("a\nb", "acme", "gpt")]
    [InlineData("a", "", "gpt")]
    [InlineData("a", "acme", "")]
    [InlineData("a", "acme", "g\npt")]
    public void What_could_be_misread_is_refused(string name, string tenant, string model)
    {
        var refused = Should.Throw<StorageException>(() => _store.Create(new NewKey(name, tenant, Models: [model])));
        refused.Problem.ShouldBe(StorageProblem.Invalid);
        refused.Remedy.ShouldNotBeEmpty();
        _store.List().ShouldBeEmpty();
    }

    public void Dispose() => _fixture.Dispose();
}
