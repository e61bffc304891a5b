using System.Net;
using Weir.Gateway.Limits;

namespace Weir.Gateway.Tests.Limits;

public sealed class ClientAddressTests
{
    private static readonly IPNetwork[] Proxies = [IPNetwork.Parse("10.0.0.0/8"), IPNetwork.Parse("fd00::/8")];

    [Theory]
    [InlineData("203.0.113.9", "", "203.0.113.9")]
    [InlineData("::ffff:203.0.113.9", "", "203.0.113.9")]
    [InlineData("2001:db8:1:2:3:4:5:6", "", "2001:db8:1:2::/64")]
    // Nobody else is believed.
    [InlineData("203.0.113.9", "198.51.100.1", "203.0.113.9")]
    // One proxy; two; a client that has written something itself.
    [InlineData("10.0.0.1", "198.51.100.1", "198.51.100.1")]
    [InlineData("::ffff:10.0.0.1", "198.51.100.1, 10.0.0.2", "198.51.100.1")]
    [InlineData("10.0.0.1", "1.2.3.4, 198.51.100.1, 10.0.0.2", "198.51.100.1")]
    [InlineData("fd00::1", "2001:db8::1", "2001:db8::/64")]
    [InlineData("10.0.0.1", "[2001:db8::1]:443", "2001:db8::/64")]
    [InlineData("10.0.0.1", "198.51.100.1:5000", "198.51.100.1")]
    // What cannot be read hides nobody: whoever is known last is the one.
    [InlineData("10.0.0.1", "unknown", "10.0.0.1")]
    [InlineData("10.0.0.1", "198.51.100.1, garbage, 10.0.0.2", "10.0.0.2")]
    [InlineData("10.0.0.1", "", "10.0.0.1")]
    [InlineData("10.0.0.1", "10.0.0.3, 10.0.0.2", "10.0.0.3")]
    public void A_call_comes_from_the_last_that_no_trusted_proxy_vouches_for(string peer, string forwarded, string address) =>
        ClientAddress.Of(IPAddress.Parse(peer), forwarded, Proxies).ShouldBe(address);

    [Fact]
    public void Several_headers_are_one_list() =>
        ClientAddress.Of(IPAddress.Parse("10.0.0.1"), new(["1.2.3.4", "198.51.100.1, 10.0.0.9"]), Proxies).ShouldBe("198.51.100.1");

    [Fact]
    public void Without_a_connection_nothing_is_known() => ClientAddress.Of(null, "198.51.100.1", Proxies).ShouldBeNull();
}
