namespace Weir.Gateway.Tests.Configuration;

public sealed class SharesConfigTests
{
    [Theory]
    [InlineData("tenants: { default: { weight: 0 } }", "tenants.default.weight: 0 is out of range. Write 0.01 to 1000; 1 is usual.")]
    [InlineData("tenants: { default: { weight: 1001 } }", "tenants.default.weight: 1001 is out of range.")]
    [InlineData("tenants: { default: { guaranteed: -1 } }", "tenants.default.guaranteed: -1 is out of range. Write 0 to 100: percent of what a deployment can take.")]
    [InlineData("tenants: { default: { guaranteed: 60 }, acme: { guaranteed: 41 } }", "tenants.acme.guaranteed: with this one 101 percent are guaranteed. Lower some tenants' guaranteed")]
    [InlineData("features: { chat: { first_token: 5ms } }", "features.chat.first_token: 5ms is out of range. Write 10ms to 1h.")]
    [InlineData("features: { chat: { when_late: refuse } }", "features.chat.when_late: nothing says when a call is late. Add first_token")]
    [InlineData("features: { chat: { first_token: 1s, when_late: drop } }", "features.chat.when_late: \"drop\" is not one of the values allowed here.")]
    public void A_mistake_is_told_with_its_place_and_remedy(string section, string error) => Given.Errors($"{Given.Minimal}{section}").ShouldHaveSingleItem().ShouldContain(error);

    [Fact]
    public void What_is_written_is_what_holds()
    {
        var model = Given.Model($"{Given.Minimal}tenants: {{ default: {{ weight: 2.5, guaranteed: 20 }} }}\nfeatures: {{ chat: {{ first_token: 500ms, when_late: refuse }}, other: {{}} }}");
        (model.Tenants["default"].Weight, model.Tenants["default"].Guaranteed).ShouldBe((2.5, 0.2));
        (model.Features["chat"].FirstToken, model.Features["chat"].RefusesLate).ShouldBe((TimeSpan.FromMilliseconds(500), true));
        (model.Features["other"].FirstToken, model.Features["other"].RefusesLate).ShouldBe((null, false));
    }
}
