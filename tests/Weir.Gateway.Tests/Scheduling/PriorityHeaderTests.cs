using Microsoft.AspNetCore.Http;
using Weir.Gateway.Model;
using Weir.Gateway.Scheduling;

namespace Weir.Gateway.Tests.Scheduling;

public sealed class PriorityHeaderTests
{
    [Theory]
    [InlineData("high", null, "high")]
    [InlineData("normal", null, "normal")]
    [InlineData("normal", "", "normal")]
    [InlineData("high", "low", "low")]
    [InlineData("high", " Normal ", "normal")]
    [InlineData("normal", "high", "normal")]
    [InlineData("low", "high", "low")]
    [InlineData("low", "normal", "low")]
    public void A_header_lowers_the_keys_priority_and_never_raises_it(string key, string? header, string expected)
    {
        var headers = new HeaderDictionary();
        if (header is not null) headers[PriorityHeader.Name] = header;

        PriorityHeader.Read(headers, CallPriorities.Find(key)!.Value, out var priority).ShouldBeNull();
        CallPriorities.NameOf(priority).ShouldBe(expected);
    }

    [Theory]
    [InlineData("urgent")]
    [InlineData("low, high")]
    [InlineData("0")]
    public void What_is_no_priority_is_an_error(string header)
    {
        var error = PriorityHeader.Read(new HeaderDictionary { [PriorityHeader.Name] = header }, CallPriority.Normal, out _);

        error.ShouldNotBeNull().Message.ShouldBe("The header 'x-weir-priority' is none of high, normal and low.");
    }

    [Fact]
    public void Every_priority_has_a_name_that_leads_back_to_it()
    {
        foreach (var priority in Enum.GetValues<CallPriority>()) CallPriorities.Find(CallPriorities.NameOf(priority)).ShouldBe(priority);
        CallPriorities.Find("High").ShouldBeNull();
    }
}
