using Weir.Gateway.Configuration;
using Weir.Gateway.Model;
using Weir.Testing;

namespace Weir.Gateway.Tests.Configuration;

public sealed class ConfigWatcherTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("weir-test").FullName;
    private readonly FakeTimeProvider _clock = new();
    private readonly CollectingLogger<ConfigWatcher> _log = new();
    private readonly FakeEnvironment _environment = [];
    private readonly List<(GatewayModel Before, GatewayModel After)> _changes = [];
    private int _writes;

    private string File => Path.Combine(_folder, "weir.yaml");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void A_good_change_is_swapped_in_within_a_second_and_calls_under_way_keep_theirs()
    {
        using var watcher = WatchText(Given.Minimal);
        var before = watcher.Current;

        Write(Given.Minimal.Replace("  sim: { route: [sim] }", "  sim: { route: [{ deployment: sim, weight: 2 }] }\n  new: { route: [sim] }", StringComparison.Ordinal));
        watcher.Current.ShouldBeSameAs(before);
        _clock.Advance(TimeSpan.FromSeconds(1));

        watcher.Current.Models.ShouldContainKey("new");
        before.Models.ShouldNotContainKey("new");
        _changes.ShouldBe([(before, watcher.Current)]);
        _log.Entries.ShouldBe([(1000, $"Configuration changed to release {watcher.Current.Release}: models: +new, ~sim")]);
    }

    [Fact]
    public void A_bad_change_changes_nothing_says_so_once_and_is_forgotten_when_it_is_mended()
    {
        using var watcher = WatchText(Given.Minimal);
        var before = watcher.Current;

        Write(Given.Minimal + "sever: 1\n");
        for (var i = 0; i < 5; i++) _clock.Advance(TimeSpan.FromSeconds(1));

        watcher.Current.ShouldBeSameAs(before);
        watcher.LastError.ShouldNotBeNull().Errors.ShouldHaveSingleItem().Line.ShouldBe(7);
        _log.Entries.ShouldBe(
        [
            (1001, $"The changed configuration has 1 errors; release {before.Release} stays in force"),
            (1002, $"{File}:7:1: sever: unknown key \"sever\". Did you mean \"server\"?"),
        ]);

        Write(Given.Minimal);
        _clock.Advance(TimeSpan.FromSeconds(1));

        watcher.LastError.ShouldBeNull();
        watcher.Current.ShouldBeSameAs(before);
        _log.Entries[^1].Id.ShouldBe(1005);
        _changes.ShouldBeEmpty();
    }

    [Fact]
    public void The_same_content_is_no_change()
    {
        using var watcher = WatchText(Given.Minimal);
        var before = watcher.Current;

        Write("# a comment\n" + Given.Minimal);
        _clock.Advance(TimeSpan.FromSeconds(1));
        Write(Given.Minimal);
        _clock.Advance(TimeSpan.FromSeconds(1));

        watcher.ReloadNow().ShouldBeTrue();
        watcher.Current.ShouldBeSameAs(before);
        _log.Entries.ShouldBeEmpty();
    }

    [Fact]
    public void A_rotated_secret_file_is_a_change_and_a_missing_one_is_waited_for()
    {
        var key = Path.Combine(_folder, "key");
        System.IO.File.WriteAllText(key, "first-secret");
        using var watcher = WatchText(Given.Minimal.Replace("built_in: simulator", "base_url: https://a.example, api_key: \"file:key\"", StringComparison.Ordinal));
        var first = watcher.Current.Release;

        System.IO.File.Delete(key);
        _clock.Advance(TimeSpan.FromSeconds(1));
        watcher.LastError.ShouldNotBeNull().Errors.Single().Message.ShouldBe("the secret file key does not exist.");
        System.IO.File.WriteAllText(key, "second-secret");
        _clock.Advance(TimeSpan.FromSeconds(1));

        watcher.LastError.ShouldBeNull();
        watcher.Current.Release.ShouldNotBe(first);
        watcher.Current.Providers["sim"].ApiKey.ShouldNotBeNull().Reveal().ShouldBe("second-secret");
        _log.Entries[^1].Text.ShouldEndWith("providers: ~sim");
        _log.Entries.ShouldAllBe(e => !e.Text.Contains("-secret"));
    }

    [Fact]
    public void A_file_that_vanishes_or_is_emptied_changes_nothing()
    {
        using var watcher = WatchText(Given.Minimal);
        var before = watcher.Current;

        Write("");
        _clock.Advance(TimeSpan.FromSeconds(1));
        System.IO.File.Delete(File);
        _clock.Advance(TimeSpan.FromSeconds(1));

        watcher.Current.ShouldBeSameAs(before);
        watcher.LastError.ShouldNotBeNull().Errors.Single().Message.ShouldBe("the file does not exist.");
    }

    [Fact]
    public void A_mounted_folder_that_is_exchanged_behind_symbolic_links_is_noticed()
    {
        foreach (var (version, weight) in (ReadOnlySpan<(string, int)>)[("v1", 1), ("v2", 2)])
        {
            Directory.CreateDirectory(Path.Combine(_folder, version));
            System.IO.File.WriteAllText(Path.Combine(_folder, version, "weir.yaml"), Given.Minimal.Replace("[sim]", $"[{{ deployment: sim, weight: {weight}{new string(' ', weight)} }}]", StringComparison.Ordinal));
        }

        Directory.CreateSymbolicLink(Path.Combine(_folder, "data"), "v1");
        System.IO.File.CreateSymbolicLink(File, "data/weir.yaml");
        using var watcher = Watch(File);

        Directory.Delete(Path.Combine(_folder, "data"));
        Directory.CreateSymbolicLink(Path.Combine(_folder, "data"), "v2");
        _clock.Advance(TimeSpan.FromSeconds(1));

        watcher.Current.Models["sim"].Candidates.Sum(candidate => candidate.Weight).ShouldBe(2);
    }

    [Fact]
    public void Reloading_on_demand_looks_at_the_environment_again()
    {
        _environment["WEIGHT"] = "1";
        using var watcher = WatchText(Given.Minimal.Replace("[sim]", "[{ deployment: sim, weight: \"${WEIGHT}\" }]", StringComparison.Ordinal));

        _environment["WEIGHT"] = "5";
        _clock.Advance(TimeSpan.FromSeconds(3));
        watcher.Current.Models["sim"].Candidates.Sum(candidate => candidate.Weight).ShouldBe(1);
        watcher.ReloadNow().ShouldBeTrue();

        watcher.Current.Models["sim"].Candidates.Sum(candidate => candidate.Weight).ShouldBe(5);
    }

    [Fact]
    public void What_needs_a_restart_is_said()
    {
        using var watcher = WatchText(Given.Minimal);

        Write("server: { listen: http://127.0.0.1:9, drain: 1s }\nledger: { durability: buffered }\n" + Given.Minimal);
        _clock.Advance(TimeSpan.FromSeconds(1));

        _log.Entries.ShouldContain((1004, "ledger.durability, server.listen changed in the file and take effect at the next start only"));
        _log.Entries[0].Text.ShouldEndWith("ledger: ~durability; server: ~drain, ~listen");
    }

    [Fact]
    public void A_configuration_from_a_pipe_is_read_once()
    {
        var key = Path.Combine(_folder, "key");
        System.IO.File.WriteAllText(key, "first-secret");
        using var pipe = new PipedText(Given.Minimal.Replace("built_in: simulator", $"base_url: https://a.example, api_key: \"file:{key}\"", StringComparison.Ordinal));
        using var watcher = Watch(pipe.Path);
        var before = watcher.Current;

        System.IO.File.WriteAllText(key, "another-secret");
        for (var i = 0; i < 3; i++) _clock.Advance(TimeSpan.FromSeconds(1));

        watcher.Current.ShouldBeSameAs(before);
        _log.Entries.ShouldBeEmpty();

        watcher.ReloadNow().ShouldBeTrue();
        watcher.Current.ShouldBeSameAs(before);
        watcher.LastError.ShouldBeNull();
        _log.Entries.ShouldBe([(1007, $"The configuration is no file that could be read again; release {before.Release} stays in force until the next start")]);
    }

    [Fact]
    public void A_stopped_watcher_looks_no_more()
    {
        var watcher = WatchText(Given.Minimal);
        _clock.ActiveTimers.ShouldBe(1);

        watcher.Dispose();

        _clock.ActiveTimers.ShouldBe(0);
    }

    private ConfigWatcher WatchText(string text)
    {
        Write(text);
        return Watch(File);
    }

    private ConfigWatcher Watch(string path)
    {
        var first = ConfigurationLoader.Load(path, _environment, _clock);
        first.Errors.ShouldBeEmpty();
        var watcher = new ConfigWatcher(first, path, _environment, _clock, _log);
        watcher.Changed += (before, after) => _changes.Add((before, after));
        watcher.Start();
        return watcher;
    }

    /// <summary>Writes with a time of its own, since the clock of a file system may be too coarse for a test.</summary>
    private void Write(string text)
    {
        System.IO.File.WriteAllText(File, text);
        System.IO.File.SetLastWriteTimeUtc(File, new DateTime(2026, 1, 1, 0, 0, ++_writes, DateTimeKind.Utc));
    }
}
