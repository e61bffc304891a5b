namespace Weir.Gateway.Tests.Configuration;

/// <summary>One mistake each in where alerts are sent.</summary>
public sealed class AlertConfigTests
{
    [Theory]
    [InlineData("kinds: [loop]", "weir.yaml:7:11: alerts.ops: neither webhook nor email is given. Give exactly one of webhook and email.")]
    [InlineData("webhook: https://h/, email: { host: h, from: a@b, to: [c@d] }", "alerts.ops: both webhook and email are given.")]
    [InlineData("webhook: ftp://hooks.example.com", "alerts.ops.webhook: not an absolute http or https address.")]
    [InlineData("webhook: https://h/, kinds: [loops]", "alerts.ops.kinds[0]: \"loops\" is not one of the values allowed here. Did you mean \"loop\"?")]
    [InlineData("webhook: https://h/, kinds: []", "alerts.ops.kinds: the list is empty, so nothing would be sent.")]
    [InlineData("webhook: https://h/, min_severity: grave", "alerts.ops.min_severity: \"grave\" is not one of the values allowed here.")]
    [InlineData("webhook: https://h/, headers: { content-length: \"3\" }", "alerts.ops.headers: the header \"content-length\" cannot be sent.")]
    [InlineData("webhook: https://h/, secret: whsec_???", "alerts.ops.secret: what follows whsec_ is not base64.")]
    [InlineData("format: slack, email: { host: h, from: a@b, to: [c@d] }", "alerts.ops.format: it means nothing to mail. Remove it.")]
    [InlineData("email: { host: h, from: a@b, to: [] }", "alerts.ops.email.to: the list is empty.")]
    [InlineData("email: { host: h, from: nobody, to: [c@d] }", "alerts.ops.email.from: \"nobody\" is no mail address. Write one such as ops@example.com.")]
    [InlineData("email: { host: h, from: a@b, to: [\"c@d> SIZE=1\"] }", "alerts.ops.email.to: \"c@d> SIZE=1\" is no mail address.")]
    [InlineData("email: { host: \"smtp:25\", from: a@b, to: [c@d] }", "alerts.ops.email.host: \"smtp:25\" is no host.")]
    [InlineData("email: { host: h, port: 0, from: a@b, to: [c@d] }", "alerts.ops.email.port: 0 is out of range. Write 1 to 65535.")]
    [InlineData("email: { host: h, user: u, from: a@b, to: [c@d] }", "alerts.ops.email.user: user and password go together.")]
    [InlineData("email: { host: h, tls: none, user: u, password: p, from: a@b, to: [c@d] }", "alerts.ops.email.tls: the password would travel unencrypted. Write starttls or tls.")]
    public void A_mistake_is_told_with_its_place_and_remedy(string alert, string error) =>
        Given.Errors($"{Given.Minimal}alerts: {{ ops: {{ {alert} }} }}").ShouldHaveSingleItem().ShouldContain(error);

    [Theory]
    [InlineData("starttls", 587)]
    [InlineData("tls", 465)]
    [InlineData("none", 25)]
    public void The_usual_port_follows_from_how_the_connection_is_protected(string tls, int port) =>
        Given.Model($"{Given.Minimal}alerts: {{ ops: {{ email: {{ host: h, tls: {tls}, from: a@b, to: [c@d] }} }} }}").Alerts[0].Mail.ShouldNotBeNull().Port.ShouldBe(port);

    [Fact]
    public void A_webhooks_address_is_shown_to_nobody() =>
        Given.Errors($"{Given.Minimal}alerts: {{ ops: {{ webhook: \"hooks.example.com/secret-room\" }} }}").ShouldHaveSingleItem().ShouldNotContain("secret-room");
}
