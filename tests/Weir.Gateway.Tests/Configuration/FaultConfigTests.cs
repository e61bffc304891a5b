namespace Weir.Gateway.Tests.Configuration;

/// <summary>One mistake each in a fault or in who may start one.</summary>
public sealed class FaultConfigTests
{
    [Theory]
    [InlineData("kind: reset", "weir.yaml:7:11: faults.f: neither deployments nor provider is given. Give exactly one of deployments and provider.")]
    [InlineData("kind: reset, deployments: [sim], provider: sim", "faults.f: both deployments and provider are given.")]
    [InlineData("kind: reset, deployments: []", "faults.f.deployments: the list is empty, so the fault would touch nothing.")]
    [InlineData("kind: reset, deployments: [simm]", "faults.f.deployments: there is no deployment \"simm\". Did you mean \"sim\"?")]
    [InlineData("kind: reset, provider: simm", "faults.f.provider: there is no provider \"simm\". Did you mean \"sim\"?")]
    [InlineData("kind: rest, provider: sim", "faults.f.kind: \"rest\" is not one of the values allowed here. Did you mean \"reset\"?")]
    [InlineData("kind: reset, provider: sim, code: 500", "faults.f.code: it means nothing to the kind reset. Remove it, or choose another kind.")]
    [InlineData("kind: status, provider: sim, code: 200", "faults.f.code: out of range. Write 400 to 599.")]
    [InlineData("kind: status, provider: sim, retry_after: 500ms", "faults.f.retry_after: out of range. Write 1s to 1d, whole seconds.")]
    [InlineData("kind: status, provider: sim, wait: 1s", "faults.f.wait: it means nothing to the kind status.")]
    [InlineData("kind: delay, provider: sim, wait: 2h", "faults.f.wait: out of range. Write more than 0s and at most 1h.")]
    [InlineData("kind: cut, provider: sim, after: -1", "faults.f.after: out of range. Write 0 to 100000.")]
    [InlineData("kind: reset, provider: sim, after: 1", "faults.f.after: it means nothing to the kind reset.")]
    [InlineData("kind: reset, provider: sim, percent: 100.5", "faults.f.percent: 100.5 is out of range. Write 0 to 100.")]
    [InlineData("kind: reset, provider: sim, tenants: [acme]", "faults.f.tenants: there is no tenant \"acme\".")]
    [InlineData("kind: reset, provider: sim, models: [simm]", "faults.f.models: there is no model \"simm\". Did you mean \"sim\"?")]
    [InlineData("kind: reset, provider: sim, keys: []", "faults.f.keys: the list is empty")]
    [InlineData("kind: reset, provider: sim, from: tomorrow", "faults.f.from: \"tomorrow\" is no date and time with an offset. Write one such as 2026-11-21T22:00:00Z")]
    [InlineData("kind: reset, provider: sim, until: \"2026-11-21T22:00:00\"", "faults.f.until: \"2026-11-21T22:00:00\" is no date and time with an offset.")]
    [InlineData("kind: reset, provider: sim, from: \"2026-11-21T22:00Z\", until: \"2026-11-21T23:00+01:00\"", "faults.f.until: it ends before it begins.")]
    [InlineData("kind: reset, provider: sim, until: \"2026-11-21T22:00Z\", for: 10m", "faults.f.for: both until and for are given.")]
    [InlineData("kind: reset, provider: sim, for: 0s", "faults.f.for: 0s is out of range.")]
    public void A_mistake_in_a_fault_is_told_with_its_place_and_remedy(string fault, string error) =>
        Given.Errors($"{Given.Minimal}faults: {{ f: {{ {fault} }} }}").ShouldHaveSingleItem().ShouldContain(error);

    [Theory]
    [InlineData("admin: { key: short }", "admin.key: the key has fewer than 20 characters and could be guessed.")]
    [InlineData("admin: { key: aaaaaaaaaaaaaaaaaaaaaaaaaa }", "admin.key: the key repeats a few characters and could be guessed.")]
    [InlineData("admin: { hash: nonsense }", "admin.hash: not a SHA-256.")]
    [InlineData("admin: { key: wk-0123456789abcdefghij, hash: \"sha256:9beef9f5855038088b1713278f7a40438e34e8ba2907768147537afe70a959a8\" }", "admin.hash: both key and hash are given.")]
    [InlineData("admin: { key: wk-0123456789abcdefghij }\nkeys: { ci: { value: wk-0123456789abcdefghij } }", "admin.key: the key \"ci\" is the same, and clients have it.")]
    [InlineData("limits: { fault_share: 101 }", "limits.fault_share: 101 is out of range. Write 0 to 100.")]
    public void A_mistake_in_who_may_start_faults_is_told_and_shows_no_key(string section, string error)
    {
        var told = Given.Errors($"{Given.Minimal}{section}").ShouldHaveSingleItem();

        told.ShouldContain(error);
        told.ShouldNotContain("wk-0123456789");
    }

    [Fact]
    public void A_fault_without_an_end_is_warned_of()
    {
        Given.Warnings($"{Given.Minimal}faults: {{ f: {{ provider: sim, kind: reset }} }}").ShouldHaveSingleItem().ShouldContain("faults.f: the fault has no end.");
        Given.Warnings($"{Given.Minimal}faults: {{ f: {{ provider: sim, kind: reset, for: 1h }}, g: {{ provider: sim, kind: reset, only_on_request: true }} }}").ShouldBeEmpty();
    }
}
