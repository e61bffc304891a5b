using Weir.Gateway.Identity;
using Weir.Gateway.Storage;
using Weir.Gateway.Tests.Ledger;

namespace Weir.Gateway.Tests.Identity;

public sealed class DeveloperKeyTests : IDisposable
{
    private readonly LedgerFixture _fixture = new();
    private readonly KeyStore _store;

    public DeveloperKeyTests() => _store = new KeyStore(_fixture.Database, TimeProvider.System);

    [Fact]
    public void The_first_start_makes_a_private_file_and_later_ones_leave_it()
    {
        var first = Ensure();
        first.IsNew.ShouldBeTrue();
        var key = _store.List().ShouldHaveSingleItem();
        (key.Name, key.Tenant).ShouldBe(("dev", "default"));
        var text = File.ReadAllText(first.Path);
        KeyHash.Of(text.AsSpan().Trim()).ShouldBe(key.Hash);
        if (!OperatingSystem.IsWindows()) File.GetUnixFileMode(first.Path).ShouldBe(UnixFileMode.UserRead | UnixFileMode.UserWrite);

        Ensure().IsNew.ShouldBeFalse();
        File.ReadAllText(first.Path).ShouldBe(text);
    }

    [Fact]
    public void A_file_that_is_gone_foreign_or_revoked_gets_a_new_key_and_ends_the_old()
    {
        var path = Ensure().Path;
        File.Delete(path);
        Ensure().IsNew.ShouldBeTrue();

        File.WriteAllText(path, "wk_of-another-database\n");
        Ensure().IsNew.ShouldBeTrue();
        if (!OperatingSystem.IsWindows()) File.GetUnixFileMode(path).ShouldBe(UnixFileMode.UserRead | UnixFileMode.UserWrite);

        _store.Revoke("dev", "ada");
        Ensure().IsNew.ShouldBeTrue();

        _store.List().Count.ShouldBe(4);
        _store.List().Where(key => key.RevokedAt is null).ShouldHaveSingleItem().Hash.ShouldBe(KeyHash.Of(File.ReadAllText(path).AsSpan().Trim()));
    }

    [Fact]
    public void What_a_crash_left_behind_is_in_nobodys_way()
    {
        File.WriteAllText(Path.Combine(_fixture.Directory, "dev-key.new"), "half");
        Ensure().IsNew.ShouldBeTrue();
        File.Exists(Path.Combine(_fixture.Directory, "dev-key.new")).ShouldBeFalse();
    }

    [Fact]
    public async Task Gateways_that_start_at_once_agree()
    {
        using var start = new Barrier(4);
        var starts = Enumerable.Range(0, 4).Select(_ => Task.Factory.StartNew(
            () =>
            {
                start.SignalAndWait();
                return Ensure();
            },
            CancellationToken.None,
            TaskCreationOptions.LongRunning,
            TaskScheduler.Default));
        var made = await Task.WhenAll(starts);

        made.Count(file => file.IsNew).ShouldBe(1);
        _store.FindActive(KeyHash.Of(File.ReadAllText(made[0].Path).AsSpan().Trim())).ShouldNotBeNull();
    }

    [Fact]
    public void A_file_that_cannot_be_written_is_said_so_and_makes_no_key()
    {
        Directory.CreateDirectory(Path.Combine(_fixture.Directory, "dev-key.new", "in the way"));
        Should.Throw<StorageException>(Ensure).Problem.ShouldBe(StorageProblem.Unwritable);
        _store.List().ShouldBeEmpty();
    }

    public void Dispose() => _fixture.Dispose();

    private DeveloperKeyFile Ensure() => DeveloperKey.Ensure(_fixture.Directory, _store);
}
