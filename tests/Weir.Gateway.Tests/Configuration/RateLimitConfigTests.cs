using System.Net;
using Weir.Gateway.Limits;
using Weir.Gateway.Model;

namespace Weir.Gateway.Tests.Configuration;

public sealed class RateLimitConfigTests
{
    [Theory]
    [InlineData("each: [user]", "rate_limits.r: nothing is limited. Write at least one of: requests_per_minute, requests_per_day,")]
    [InlineData("requests_per_minute: 0", "rate_limits.r.requests_per_minute: 0 is out of range. Write 1 or more;")]
    [InlineData("concurrency: -1", "rate_limits.r.concurrency: -1 is out of range.")]
    [InlineData("tokens_per_day: many", "rate_limits.r.tokens_per_day: \"many\" is not a whole number. Write digits, such as 20000000.")]
    [InlineData("requests_per_day: 1, tokens_per_hour: 1", "rate_limits.r.tokens_per_hour: unknown key \"tokens_per_hour\". Did you mean")]
    [InlineData("requests_per_day: 1, for: { tenant: acme }", "rate_limits.r.for.tenant: there is no tenant \"acme\".")]
    [InlineData("requests_per_day: 1, for: { key: ci }", "rate_limits.r.for.key: there is no key \"ci\" under keys.")]
    [InlineData("requests_per_day: 1, for: { model: simm }", "rate_limits.r.for.model: there is no model \"simm\". Did you mean \"sim\"?")]
    [InlineData("requests_per_day: 1, for: { origin: retry }", "rate_limits.r.for.origin: \"retry\" is not one of the values allowed here.")]
    [InlineData("requests_per_day: 1, each: []", "rate_limits.r.each: the list is empty.")]
    [InlineData("requests_per_day: 1, each: [user, user]", "rate_limits.r.each: something is named twice.")]
    [InlineData("requests_per_day: 1, each: [tag]", "rate_limits.r.each[0]: \"tag\" is not one of the values allowed here.")]
    public void A_mistake_in_a_limit_is_told_with_its_place_and_remedy(string limit, string error) =>
        Given.Errors($"{Given.Minimal}rate_limits: {{ r: {{ {limit} }} }}").ShouldHaveSingleItem().ShouldContain(error);

    [Theory]
    [InlineData("tenants: { default: { limits: { requests_per_day: 0 } } }", "tenants.default.limits.requests_per_day: 0 is out of range.")]
    [InlineData("keys: { ci: { value: 01234567890123456789012345, limits: {} } }", "keys.ci.limits: nothing is limited.")]
    [InlineData("server: { trusted_proxies: [10.0.0.0/8, proxy.internal] }", "server.trusted_proxies: \"proxy.internal\" is neither an address nor a network.")]
    public void So_is_one_elsewhere(string section, string error) => Given.Errors($"{Given.Minimal}{section}").ShouldHaveSingleItem().ShouldContain(error);

    [Fact]
    public void A_deployments_quota_has_no_concurrency_which_has_a_section_of_its_own() =>
        Given.Errors(Given.Minimal.Replace("price: { input: 0, output: 0 }", "price: { input: 0, output: 0 }, quota: { concurrency: 4 }", StringComparison.Ordinal))
            .ShouldHaveSingleItem().ShouldContain("quota.concurrency: unknown key \"concurrency\".");

    [Fact]
    public void What_is_written_is_what_holds()
    {
        var model = Given.Model(
            Given.Minimal.Replace("price: { input: 0, output: 0 }", "price: { input: 0, output: 0 }, quota: { requests_per_minute: 500, tokens_per_minute: 30000 }", StringComparison.Ordinal)
            + """
            server: { trusted_proxies: [10.0.0.0/8, "::1"] }
            tenants: { default: { limits: { tokens_per_day: 1000000 } } }
            keys: { ci: { value: 01234567890123456789012345, limits: { requests_per_minute: 60, concurrency: 4 } } }
            rate_limits:
              users: { each: [user, feature], for: { model: sim, key: ci }, output_tokens_per_minute: 5000 }
            """);

        model.Deployments.Values.ShouldHaveSingleItem().Quota.ShouldBe(new QuotaModel { RequestsPerMinute = 500, TokensPerMinute = 30_000 });
        model.Tenants["default"].RateLimit!.Quota.ShouldBe(new QuotaModel { TokensPerDay = 1_000_000 });
        var key = model.Keys.ShouldHaveSingleItem();
        key.RateLimit!.Name.ShouldBe("keys.ci");
        key.RateLimit.Quota.ShouldBe(new QuotaModel { RequestsPerMinute = 60, Concurrency = 4 });
        var limit = model.RateLimits.All.ShouldHaveSingleItem();
        limit.Scope.ShouldBe(new LimitScope { Model = "sim", Key = key.Id });
        // Users of different tenants are different users.
        limit.Each.ShouldBe([LimitDimension.Tenant, LimitDimension.Feature, LimitDimension.User]);
        model.Server!.TrustedProxies.ShouldBe([IPNetwork.Parse("10.0.0.0/8"), IPNetwork.Parse("::1/128")]);
    }

    [Fact]
    public void Addresses_that_are_all_the_same_earn_a_warning()
    {
        const string Limit = "rate_limits: { r: { each: [ip], requests_per_minute: 1 } }\n";

        Given.Warnings(Given.Minimal + Limit).ShouldHaveSingleItem().ShouldContain("rate_limits.r.each: only this machine can connect, so that all calls come from one address.");
        Given.Warnings(Given.Minimal + Limit + "server: { trusted_proxies: [127.0.0.1] }").ShouldBeEmpty();
    }

    [Fact]
    public void Nothing_is_limited_unless_it_is_written()
    {
        var model = Given.Model(Given.Minimal);

        model.RateLimits.IsEmpty.ShouldBeTrue();
        model.Deployments.Values.ShouldAllBe(deployment => deployment.Quota == null);
        model.Tenants.Values.ShouldAllBe(tenant => tenant.RateLimit == null);
    }
}
