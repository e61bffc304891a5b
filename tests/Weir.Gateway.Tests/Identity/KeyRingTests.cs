using System.Collections.Frozen;
using Weir.Gateway.Identity;
using Weir.Gateway.Model;
using Weir.Gateway.Tests.Ledger;
using Weir.Gateway.Tests.Storage;
using Weir.Testing;

namespace Weir.Gateway.Tests.Identity;

public class KeyRingTests : IDisposable
{
    private readonly LedgerFixture _fixture;
    private readonly FakeTimeProvider _time = new();
    private readonly KeyStore _elsewhere;

    // Through a second database object, as another process would.
    public KeyRingTests(Engine engine = Engine.Sqlite)
    {
        _fixture = new LedgerFixture(engine);
        _elsewhere = new KeyStore(_fixture.Open(), _time);
    }

    [StoreFact]
    public async Task Keys_of_the_configuration_and_the_database_are_found()
    {
        var stored = _elsewhere.Create(new NewKey("stored", "acme", "search", ["gpt"]));
        await using var ring = KeyRing.Open(_fixture.Database, _time);
        var model = Model("configured");

        ring.TryFind(model, KeyHash.Of("configured"), out var configured).ShouldBeTrue();
        configured!.Name.ShouldBe("configured");
        ring.TryFind(model, KeyHash.Of(stored.Plaintext), out var found).ShouldBeTrue();
        found!.Id.ShouldBe(stored.Key.Id);
        found.Tenant.ShouldBe("acme");
        found.Feature.ShouldBe("search");
        found.Models.ShouldBe(["gpt"]);
        ring.TryFind(model, KeyHash.Of("unknown"), out _).ShouldBeFalse();
        ring.TryFind(Model(), KeyHash.Of("configured"), out _).ShouldBeFalse("another configuration");
    }

    [StoreFact]
    public async Task A_key_made_a_moment_ago_is_found_after_a_refresh()
    {
        await using var ring = KeyRing.Open(_fixture.Database, _time);
        var made = _elsewhere.Create(new NewKey("new", "acme"));
        await ring.RefreshAsync();
        ring.TryFind(Model(), made.Key.Hash, out _).ShouldBeTrue();
    }

    [StoreFact]
    public async Task Changes_are_noticed_within_a_second_without_being_asked_for()
    {
        var old = _elsewhere.Create(new NewKey("old", "acme"));
        await using var ring = KeyRing.Open(_fixture.Database, _time);
        _elsewhere.Revoke("old", "ada");
        var made = _elsewhere.Create(new NewKey("new", "acme"));
        ring.TryFind(Model(), old.Key.Hash, out _).ShouldBeTrue();

        var look = ring.NextLookAsync();
        _time.Advance(TimeSpan.FromSeconds(1));
        await look;

        ring.TryFind(Model(), old.Key.Hash, out _).ShouldBeFalse();
        ring.TryFind(Model(), made.Key.Hash, out _).ShouldBeTrue();
    }

    [StoreFact]
    public async Task A_flood_of_unknown_keys_shares_one_look_and_waits_for_its_turn()
    {
        await using var ring = KeyRing.Open(_fixture.Database, _time);
        await ring.RefreshAsync();
        var flood = Enumerable.Range(0, 1000).Select(_ => ring.RefreshAsync().AsTask()).ToList();

        flood.Distinct().Count().ShouldBe(1);
        flood[0].IsCompleted.ShouldBeFalse();
        _time.Advance(TimeSpan.FromMilliseconds(49));
        flood[0].IsCompleted.ShouldBeFalse();
        _time.Advance(TimeSpan.FromMilliseconds(1));
        await Task.WhenAll(flood);
    }

    [StoreFact]
    public async Task A_database_that_cannot_be_read_leaves_the_known_keys_good()
    {
        var key = _elsewhere.Create(new NewKey("a", "acme")).Key;
        await using var ring = KeyRing.Open(_fixture.Database, _time);
        using var session = _fixture.Database.Connect();
        session.Execute("ALTER TABLE keys_revision RENAME TO gone");
        await ring.RefreshAsync();
        ring.TryFind(Model(), key.Hash, out _).ShouldBeTrue();

        session.Execute("ALTER TABLE gone RENAME TO keys_revision");
        _elsewhere.Revoke("a", "ada");
        var look = ring.RefreshAsync();
        _time.Advance(TimeSpan.FromSeconds(1));
        await look;
        ring.TryFind(Model(), key.Hash, out _).ShouldBeFalse();
    }

    [StoreFact]
    public async Task A_look_up_allocates_nothing()
    {
        var key = _elsewhere.Create(new NewKey("a", "acme")).Key;
        await using var ring = KeyRing.Open(_fixture.Database, _time);
        var model = Model("configured");
        ring.TryFind(model, key.Hash, out _);

        Allocated.By(() => ring.TryFind(model, key.Hash, out _)).ShouldBe(0);
    }

    [StoreFact]
    public async Task A_closed_ring_keeps_nobody_waiting()
    {
        var ring = KeyRing.Open(_fixture.Database, _time);
        await ring.RefreshAsync();
        var late = ring.RefreshAsync();
        await ring.DisposeAsync();
        await late;
        await ring.RefreshAsync();
    }

    public void Dispose() => _fixture.Dispose();

    private static GatewayModel Model(params string[] keys) => new()
    {
        Release = "0123456789ab",
        Models = FrozenDictionary<string, RouteModel>.Empty,
        Deployments = FrozenDictionary<string, DeploymentModel>.Empty,
        Providers = FrozenDictionary<string, ProviderModel>.Empty,
        Tenants = FrozenDictionary<string, TenantModel>.Empty,
        Features = FrozenDictionary<string, FeatureModel>.Empty,
        Keys = [.. keys.Select(key => new KeyModel { Id = "key_" + key, Name = key, Hash = KeyHash.Of(key), Tenant = "acme" })],
        Limits = new LimitsModel(1, 1, 1, 1, TimeSpan.FromMinutes(1)),
    };
}
